#!/usr/bin/env bash
# Versions:  jsonld 9.0.0.
# Guess:     fromRDF with `useNativeTypes` makes numbers and booleans of the literals that are some, and leaves the others.
# Behaviour: it also writes a type beside every plain text. After compact, the title of a JobPosting is an object instead of
#            a text, for a context that fitted without the option. And an integer that is not written as JavaScript would
#            (007, or more than 2^53) becomes a text without its type: what was an id of digits and a number is the same.
# Reason:    with the option, a type is set wherever none of its cases applies, xsd:string included; and none is set for a
#            number of xsd:integer, whether it is converted or not.
# Seen:      title    without "Nurse"                                with {"@type":"xsd:string","@value":"Nurse"}
#            openings without {"@type":"xsd:integer","@value":"3"}   with 3
#            number   without {"@type":"xsd:integer","@value":"007"} with "007"
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install jsonld@9.0.0

cat > finding.mjs <<'JS'
import jsonld from 'jsonld';

const xsd = 'http://www.w3.org/2001/XMLSchema#';
const quads = `_:job <http://schema.org/title> "Nurse" .
_:job <http://schema.org/openings> "3"^^<${xsd}integer> .
_:job <http://schema.org/number> "007"^^<${xsd}integer> .
`;
const context = { '@vocab': 'http://schema.org/', xsd };

async function read(useNativeTypes) {
  const expanded = await jsonld.fromRDF(quads, { format: 'application/n-quads', useNativeTypes });
  return jsonld.compact(expanded, context);
}
const [without, withOption] = [await read(false), await read(true)];
const texts = ['title', 'openings', 'number'].map((name) => [without, withOption].map((job) => JSON.stringify(job[name])));
for (const [index, name] of ['title', 'openings', 'number'].entries()) {
  console.log(`${name.padEnd(8)} without ${texts[index][0].padEnd(38)} with ${texts[index][1]}`);
}
const isAsFound =
  texts[0].join() === '"Nurse",{"@type":"xsd:string","@value":"Nurse"}' &&
  texts[1].join() === '{"@type":"xsd:integer","@value":"3"},3' &&
  texts[2].join() === '{"@type":"xsd:integer","@value":"007"},"007"';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
