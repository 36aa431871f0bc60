#!/usr/bin/env bash
# Versions:  sax-wasm 3.1.4, compared with 2.2.4.
# Guess:     the texts of an element are its text: joined, "Senior", a line break and "Engineer" are two words, as for the
#            other SAX parsers; the documentation says that white space between elements is left out.
# Behaviour: since version 3, each line break in a text ends a piece, and is in none of the pieces, nor is the white space
#            at the begin of the next line: joined, the title is SeniorEngineer, and the paragraphs of a description are
#            one. A text of one element comes as several events, whatever its size. Version 2.2.4 keeps them, and CDATA
#            sections do.
# Cause:     the state of texts flushes at \n and goes on in SkipWhitespace, as between elements.
# Seen:      Senior\nEngineer: 3.1.4 ["Senior","Engineer"], 2.2.4 ["Senior\nEngineer"]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install sax-wasm@3.1.4 sax-wasm-2@npm:sax-wasm@2.2.4

cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import * as version3 from 'sax-wasm';
import * as version2 from 'sax-wasm-2';

async function read({ SaxEventType, SAXParser }, folder, text) {
  const parser = new SAXParser(SaxEventType.CloseTag | SaxEventType.Cdata);
  const texts = [];
  parser.eventHandler = (event, data) => {
    const { textNodes = [], value } = data.toJSON();
    texts.push(...(event === SaxEventType.Cdata ? [value] : textNodes.map((node) => node.value)));
  };
  await parser.prepareWasm(readFileSync(`node_modules/${folder}/lib/sax-wasm.wasm`));
  parser.write(Buffer.from(`<title>${text}</title>`));
  parser.end();
  return JSON.stringify(texts);
}

for (const text of ['Senior Engineer', 'Senior\nEngineer', 'Senior\n    Engineer', 'Tasks\n\nCare of patients', '<![CDATA[Senior\nEngineer]]>']) {
  const new_ = await read(version3, 'sax-wasm', text);
  console.log(`${JSON.stringify(text).slice(1, -1)}: 3.1.4 ${new_}, 2.2.4 ${await read(version2, 'sax-wasm-2', text)}`);
}
JS
cat > expected <<'TXT'
Senior Engineer: 3.1.4 ["Senior Engineer"], 2.2.4 ["Senior Engineer"]
Senior\nEngineer: 3.1.4 ["Senior","Engineer"], 2.2.4 ["Senior\nEngineer"]
Senior\n    Engineer: 3.1.4 ["Senior","Engineer"], 2.2.4 ["Senior\n    Engineer"]
Tasks\n\nCare of patients: 3.1.4 ["Tasks","Care of patients"], 2.2.4 ["Tasks\n\nCare of patients"]
<![CDATA[Senior\nEngineer]]>: 3.1.4 ["Senior\nEngineer"], 2.2.4 ["Senior\nEngineer"]
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
