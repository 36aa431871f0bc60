#!/usr/bin/env bash
# Versions:  papaparse 5.7.1.
# Guess:     Papa.parse detects that a file with two columns is separated by semicolons or tabs.
# Behaviour: it depends on the line break at the end of the file and on the number of rows: with the line break, up to nine
#            lines are read with a comma, so that a text with a comma is cut there. With skipEmptyLines, without the
#            last line break, or with a tenth line they are read as written. `errors` names the wrong count of fields.
# Reason:    the end behind the last line break counts as a line of one column, and the average of the first ten lines
#            has to exceed 1.99 columns.
# Seen:      9 lines:                  {"text;code":"night","__parsed_extra":[" part time;0"]}
#            9 lines, skipEmptyLines:  {"text":"night, part time","code":"0"}
#            9 lines, no break at end: {"text":"night, part time","code":"0"}
#            10 lines:                 {"text":"night, part time","code":"0"}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install papaparse@5.7.1

cat > finding.mjs <<'JS'
import Papa from 'papaparse';

function file(lines) {
  const rows = Array.from({ length: lines - 1 }, (_, index) => `night, part time;${index}\n`);
  return `text;code\n${rows.join('')}`;
}
const cases = {
  '9 lines': [file(9), {}],
  '9 lines, skipEmptyLines': [file(9), { skipEmptyLines: true }],
  '9 lines, no break at end': [file(9).trimEnd(), {}],
  '10 lines': [file(10), {}],
};
const delimiters = [];
for (const [name, [text, options]] of Object.entries(cases)) {
  const { data, meta } = Papa.parse(text, { header: true, ...options });
  console.log(`${`${name}:`.padEnd(25)} ${JSON.stringify(data[0])}`);
  delimiters.push(meta.delimiter);
}
const isAsFound = delimiters.join(' ') === ', ; ; ;';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
