#!/usr/bin/env bash
# Versions:  html-to-md 0.8.8.
# Guess:     a description becomes the same Markdown with <P> as with <p>, and without the end tags that HTML lets one
#            leave out.
# Behaviour: an element whose tag is in upper case is dropped with its text, so that a description in upper-case tags is
#            empty. A list or table whose items have no end tags is dropped too, and the paragraphs around it are joined
#            as if nothing had been there. There is no error or warning.
# Cause:     names are read in lower case and then compared with the tag as it is written; a list takes only items that
#            are complete with their end tag.
# Seen:      <P>Tasks:</P><UL><LI>plan</LI><LI>build</LI></UL> -> ""
#            <p>Tasks:</p><ul><li>plan<li>build</ul><p>Apply now.</p> -> "Tasks:\n\nApply now."
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install html-to-md@0.8.8

cat > finding.mjs <<'JS'
import htmlToMd from 'html-to-md';

const texts = [
  '<p>Tasks:</p><ul><li>plan</li><li>build</li></ul>',
  '<P>Tasks:</P><UL><LI>plan</LI><LI>build</LI></UL>',
  '<p>We look for <B>nurses</B>.</p>',
  '<p>Tasks:</p><ul><li>plan<li>build</ul><p>Apply now.</p>',
  '<table><tr><th>Pay<td>50000</table>',
];
const convert = htmlToMd.default ?? htmlToMd;
const seen = texts.map((text) => `${text} -> ${JSON.stringify(convert(text))}`).join('\n');
console.log(seen);
const isAsFound =
  seen ===
  String.raw`<p>Tasks:</p><ul><li>plan</li><li>build</li></ul> -> "Tasks:\n\n* plan\n* build"
<P>Tasks:</P><UL><LI>plan</LI><LI>build</LI></UL> -> ""
<p>We look for <B>nurses</B>.</p> -> "We look for ."
<p>Tasks:</p><ul><li>plan<li>build</ul><p>Apply now.</p> -> "Tasks:\n\nApply now."
<table><tr><th>Pay<td>50000</table> -> ""`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
