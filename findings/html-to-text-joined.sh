#!/usr/bin/env bash
# Versions:  html-to-text 10.0.1 (node-html-parser 9.0.7 for comparison).
# Guess:     convert() puts what a browser shows on lines of their own into lines of their own, or at least apart.
# Behaviour: definition lists, rows and cells of tables, summaries, options, address and center are joined without a space to
#            what follows: label, value and next label are one word, so that a search for the city or a reader of the
#            salary finds neither. The README says only that a table is a block; its cells are joined, too.
# Reason:    an element without a selector of its own is inline, and there is none for dt, dd, tr, td and the others.
# Seen:      dl:      "Salary50000CityBerlin"  structuredText "Salary\n50000\nCity\nBerlin"
#            table:   "Salary50000CityBerlin"  structuredText "Salary\n50000\nCity\nBerlin"
#            address: "Main St. 1Berlin"       structuredText "Main St. 1\nBerlin"
#            div:     "Salary\n50000"          structuredText "Salary\n50000"
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install html-to-text@10.0.1 node-html-parser@9.0.7

cat > finding.mjs <<'JS'
import { convert } from 'html-to-text';
import { parse } from 'node-html-parser';

const cases = {
  dl: ['<dl><dt>Salary</dt><dd>50000</dd><dt>City</dt><dd>Berlin</dd></dl>', 'Salary50000CityBerlin'],
  table: ['<table><tr><th>Salary</th><td>50000</td></tr><tr><th>City</th><td>Berlin</td></tr></table>', 'Salary50000CityBerlin'],
  address: ['<address>Main St. 1</address><center>Berlin</center>', 'Main St. 1Berlin'],
  div: ['<div>Salary</div><div>50000</div>', 'Salary\n50000'],
};
let isAsFound = true;
for (const [name, [html, expected]] of Object.entries(cases)) {
  const text = convert(html);
  console.log(`${`${name}:`.padEnd(8)} ${JSON.stringify(text).padEnd(24)} structuredText ${JSON.stringify(parse(html).structuredText)}`);
  isAsFound &&= text === expected;
}
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
