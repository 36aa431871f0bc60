#!/usr/bin/env bash
# Versions:  zod 4.6.7 (ajv 8.20.0 for comparison).
# Guess:     z.fromJSONSchema enforces each keyword of a schema or refuses it, as it does with `if` and dependentRequired.
# Behaviour: it ignores keywords of assertion where one of their neighbours is missing, without a word: all of a schema
#            without `type`, also as a branch of allOf or anyOf; a name in `required` that is not in `properties`;
#            minItems and maxItems without `items`. Documents that the schema forbids pass.
# Reason:    each keyword is read only inside of the branch for its `type` or of the loop over its neighbour.
# Seen:      no type:          {} ajv refuses, zod accepts
#            allOf required:   {"title":"Nurse"} ajv refuses, zod accepts
#            anyOf required:   {} ajv refuses, zod accepts
#            required alone:   {} ajv refuses, zod accepts
#            maxItems alone:   ["a","b","c"] ajv refuses, zod accepts
#            with all of them: {} ajv refuses, zod refuses
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install zod@4.6.7 ajv@8.20.0

cat > finding.mjs <<'JS'
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';

const properties = { title: { type: 'string' }, url: { type: 'string' } };
const object = { type: 'object', properties };
const cases = {
  'no type': [{ properties, required: ['url'] }, {}],
  'allOf required': [{ ...object, allOf: [{ required: ['url'] }] }, { title: 'Nurse' }],
  'anyOf required': [{ ...object, anyOf: [{ required: ['title'] }, { required: ['url'] }] }, {}],
  'required alone': [{ type: 'object', required: ['url'] }, {}],
  'maxItems alone': [{ type: 'array', maxItems: 2 }, ['a', 'b', 'c']],
  'with all of them': [{ ...object, required: ['url'] }, {}],
};
const ajv = new Ajv2020({ strict: false });
const word = (accepts) => (accepts ? 'accepts' : 'refuses');
const results = [];
for (const [name, [schema, document]] of Object.entries(cases)) {
  const byAjv = word(ajv.validate(schema, document));
  const byZod = word(z.fromJSONSchema(schema).safeParse(document).success);
  console.log(`${`${name}:`.padEnd(17)} ${JSON.stringify(document)} ajv ${byAjv}, zod ${byZod}`);
  results.push(`${byAjv} ${byZod}`);
}
const isAsFound = results.join() === [...Array(5).fill('refuses accepts'), 'refuses refuses'].join();
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
