#!/usr/bin/env bash
# Versions:  fast-xml-parser 5.12.1.
# Guess:     a parser of XML decodes character references such as &#252; and &#43;, as it decodes &amp;.
# Behaviour: by default it does not: the title C&#43;&#43; stays as it is, and nothing tells it from C&amp;#43;&amp;#43;,
#            whose text really is that. XMLBuilder then escapes the "&", so that a feed that is read and written shows the
#            references to its readers. htmlEntities: true decodes them, together with the names of HTML, which no XML feed
#            declares.
# Cause:     OrderedObjParser passes htmlEntities on as numericAllowed to the decoder of entities.
# Seen:      default: C&#43;&#43; (Zürich & M&#252;nchen) | C&#43;&#43;
#            written: <a>C&amp;#43;&amp;#43; (Zürich &amp; M&amp;#252;nchen)</a>
#            htmlEntities: C++ (Zürich & München) | C&#43;&#43;
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install fast-xml-parser@5.12.1

cat > finding.mjs <<'JS'
import { XMLBuilder, XMLParser } from 'fast-xml-parser';

const xml = '<jobs><a>C&#43;&#43; (Zürich &amp; M&#252;nchen)</a><b>C&amp;#43;&amp;#43;</b></jobs>';
const { jobs } = new XMLParser().parse(xml);
const html = new XMLParser({ htmlEntities: true }).parse(xml).jobs;
const seen = [
  `default: ${jobs.a} | ${jobs.b}`,
  `written: ${new XMLBuilder().build({ a: jobs.a })}`,
  `htmlEntities: ${html.a} | ${html.b}`,
].join('\n');
console.log(seen);
const isAsFound =
  seen ===
  `default: C&#43;&#43; (Zürich & M&#252;nchen) | C&#43;&#43;
written: <a>C&amp;#43;&amp;#43; (Zürich &amp; M&amp;#252;nchen)</a>
htmlEntities: C++ (Zürich & München) | C&#43;&#43;`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
