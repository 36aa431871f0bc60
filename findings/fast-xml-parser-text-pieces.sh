#!/usr/bin/env bash
# Versions:  fast-xml-parser 5.12.1.
# Guess:     trimValues trims the text of an element, and parseTagValue makes a number of a text that is one.
# Behaviour: both work on each piece of the text: "Senior <![CDATA[R&D]]> Engineer" loses its two inner spaces, the piece
#            007 of "007<![CDATA[-A]]>" is the number 7, and "50 <![CDATA[000]]> EUR" is 500 EUR, since the piece 000 is the
#            number 0. A comment does not part a text, a processing instruction and an inner element do.
# Cause:     parseTextData trims and converts what lies between two pieces of markup; compress joins the results later.
# Seen:      title: SeniorR&DEngineer
#            reference: 7-A
#            salary: 500EUR
#            with trimValues and parseTagValue off: Senior R&D Engineer | 007-A | 50 000 EUR
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install fast-xml-parser@5.12.1

cat > finding.mjs <<'JS'
import { XMLParser } from 'fast-xml-parser';

const xml = `<job><title>Senior <![CDATA[R&D]]> Engineer</title><reference>007<![CDATA[-A]]></reference>
<salary>50 <![CDATA[000]]> EUR</salary></job>`;
const { job } = new XMLParser().parse(xml);
const exact = new XMLParser({ trimValues: false, parseTagValue: false }).parse(xml).job;
const seen = [
  `title: ${job.title}`,
  `reference: ${job.reference}`,
  `salary: ${job.salary}`,
  `with trimValues and parseTagValue off: ${exact.title} | ${exact.reference} | ${exact.salary}`,
].join('\n');
console.log(seen);
const isAsFound =
  seen ===
  `title: SeniorR&DEngineer
reference: 7-A
salary: 500EUR
with trimValues and parseTagValue off: Senior R&D Engineer | 007-A | 50 000 EUR`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
