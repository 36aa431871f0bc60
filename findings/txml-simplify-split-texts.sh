#!/usr/bin/env bash
# Versions:  txml 6.0.3.
# Guess:     simplify() gives the text of an element that holds nothing but text.
# Behaviour: a text with a comment in it, or beside a CDATA section, is lost: the element is an empty object. A text that is
#            one CDATA section as a whole is kept, so that in one feed some titles are there and some are {}.
# Cause:     parse() returns each piece of a text as a child of its own, trimmed, and simplify() takes a text only if it is
#            the only child; strings among several children are skipped.
# Seen:      {"title":{},"place":{},"company":"Acme & Sons","type":"Full time"}
#            pieces of the title: ["Senior","R&D","Engineer"]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install txml@6.0.3

cat > finding.mjs <<'JS'
import { parse, simplify } from 'txml';

const xml = `<job><title>Senior <![CDATA[R&D]]> Engineer</title><place>Berlin<!-- office 2 -->-Mitte</place>
<company><![CDATA[Acme & Sons]]></company><type>Full time</type></job>`;
const [job] = parse(xml);
const seen = `${JSON.stringify(simplify(xml).job)}\npieces of the title: ${JSON.stringify(job.children[0].children)}`;
console.log(seen);
const isAsFound =
  seen ===
  `{"title":{},"place":{},"company":"Acme & Sons","type":"Full time"}
pieces of the title: ["Senior","R&D","Engineer"]`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
