#!/usr/bin/env bash
# Versions:  @nodable/flexible-xml-parser 1.11.3 (by the author of fast-xml-parser), fast-xml-parser 5.12.1.
# Guess:     by default the texts of both parsers are the same but for spaces at the ends; CDATA sections are as in the
#            file.
# Behaviour: every run of white space becomes one space, in CDATA sections as well: a description of several lines is one
#            line, a list by hyphens a sentence, and the code in a <pre> has no lines. The README names other value parsers
#            only.
# Cause:     the default chain of compact-builder begins with the value parser "ws"; xml:space is looked at only if
#            attributes are kept. tags.valueParsers without "ws" reads texts as they are.
# Seen:      flexible: "Tasks: - nights - handover" | "<pre>a b</pre>"
#            without ws: "Tasks:\n- nights\n- handover" | "<pre>a\n  b</pre>"
#            fast: "Tasks:\n- nights\n- handover" | "<pre>a\n  b</pre>"
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @nodable/flexible-xml-parser@1.11.3 @nodable/compact-builder@2.0.0 fast-xml-parser@5.12.1

cat > finding.mjs <<'JS'
import { CompactBuilderFactory } from '@nodable/compact-builder';
import { XMLParser as FlexibleParser } from '@nodable/flexible-xml-parser';
import { XMLParser } from 'fast-xml-parser';

const xml = '<job><text>Tasks:\n- nights\n- handover</text><html><![CDATA[<pre>a\n  b</pre>]]></html></job>';
const exact = new CompactBuilderFactory({ tags: { valueParsers: ['entity'] } });
const parsers = {
  flexible: new FlexibleParser(),
  'without ws': new FlexibleParser({ OutputBuilder: exact }),
  fast: new XMLParser(),
};
const seen = Object.entries(parsers).map(([name, parser]) => {
  const { text, html } = parser.parse(xml).job;
  return `${name}: ${JSON.stringify(text)} | ${JSON.stringify(html)}`;
});
console.log(seen.join('\n'));
const whole = JSON.stringify('Tasks:\n- nights\n- handover') + ' | ' + JSON.stringify('<pre>a\n  b</pre>');
const isAsFound =
  seen.join('\n') === `flexible: "Tasks: - nights - handover" | "<pre>a b</pre>"\nwithout ws: ${whole}\nfast: ${whole}`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
