#!/usr/bin/env bash
# Versions:  camaro 6.7.3.
# Guess:     the paths n and ./n of a template are the same XPath, and so are number(n) and number(./n).
# Behaviour: a path of plain names returns the first piece of a text only, up to a CDATA section or a comment, and number()
#            of it takes the digits at the beginning and 0 if there are none: "45k" is 45, "1 000" is 1, "by agreement" is
#            0. With "./" before it, the text is whole, and number() is NaN, as XPath has it.
# Cause:     plain names are not given to the XPath engine of pugixml: its text() and as_double() read the first text node.
# Seen:      title: Senior | Senior R&D Engineer
#            45k: 45 | NaN, 1 000: 1 | NaN, by agreement: 0 | NaN, 45000: 45000 | 45000
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install camaro@6.7.3

cat > finding.mjs <<'JS'
import { transform } from 'camaro';

const salaries = ['45k', '1 000', 'by agreement', '45000'];
const jobs = salaries.map((salary) => `<job><title>Senior <![CDATA[R&D]]> Engineer</title><salary>${salary}</salary></job>`);
const fields = { title: 'title', fullTitle: './title', number: 'number(salary)', fullNumber: 'number(./salary)' };
const { found } = await transform(`<jobs>${jobs.join('')}</jobs>`, { found: ['//job', fields] });
const numbers = found.map(({ number, fullNumber }, index) => `${salaries[index]}: ${number} | ${fullNumber}`);
const seen = `title: ${found[0].title.trim()} | ${found[0].fullTitle}\n${numbers.join(', ')}`;
console.log(seen);
const isAsFound =
  seen ===
  `title: Senior | Senior R&D Engineer
45k: 45 | NaN, 1 000: 1 | NaN, by agreement: 0 | NaN, 45000: 45000 | 45000`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
