#!/usr/bin/env bash
# Versions:  xml-js 1.6.11, fast-xml-parser 5.12.1, saxes 6.0.0.
# Guess:     js2xml(xml2js(xml)) is well-formed XML, and XMLValidator of fast-xml-parser says so if it is not.
# Behaviour: an address with two parameters in an attribute is written with a bare "&", and a "<" as it is. XMLValidator
#            returns true for that output; a parser that follows XML, such as saxes, refuses the whole feed. A text loses a
#            level of escaping: AT&amp;amp;T is written as AT&amp;T.
# Cause:     writeAttributes of xml-js escapes quotes only, and writeText decodes &amp; before it escapes; XMLValidator
#            checks the quotes of an attribute, not its value.
# Seen:      <job url="https://jobs.example/?id=1&lang=en" title="C < C++">AT&amp;T</job>
#            XMLValidator: true, saxes: refused
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install xml-js@1.6.11 fast-xml-parser@5.12.1 saxes@6.0.0

cat > finding.mjs <<'JS'
import { XMLValidator } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { js2xml, xml2js } from 'xml-js';

function isRefused(xml) {
  try {
    new SaxesParser().write(xml).close();
    return false;
  } catch {
    return true;
  }
}
const xml = '<job url="https://jobs.example/?id=1&amp;lang=en" title="C &lt; C++">AT&amp;amp;T</job>';
if (isRefused(xml)) throw new Error('the feed is not well-formed');
const written = js2xml(xml2js(xml));
const seen = `${written}\nXMLValidator: ${XMLValidator.validate(written)}, saxes: ${isRefused(written) ? 'refused' : 'read'}`;
console.log(seen);
const isAsFound =
  seen ===
  `<job url="https://jobs.example/?id=1&lang=en" title="C < C++">AT&amp;T</job>
XMLValidator: true, saxes: refused`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
