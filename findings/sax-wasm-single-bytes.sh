#!/usr/bin/env bash
# Versions:  sax-wasm 3.1.4, compared with 2.2.4.
# Guess:     the pieces in which a feed is written to the parser make no difference: write() is made for the pieces of
#            streams.
# Behaviour: since version 3, a piece of one byte, as a network or a decompressor may give, loses its letter if it is in the
#            name of an element or the first of a text: the pay 50000 is 0000. An element whose name lost a letter takes its
#            end tag for a part of its text. There is no error. Version 2.2.4 reads all pieces right.
# Cause:     version 3 keeps names and texts as ranges of a piece and copies them at its end; begin and end of a range of
#            one byte at the beginning of a piece are both 0, which counts as empty.
# Seen:      <pay>|50000</pay>: 3.1.4 pay 50000, 2.2.4 pay 50000
#            <pay>|5|0000</pay>: 3.1.4 pay 0000, 2.2.4 pay 50000
#            <|t|itle>Nurse</title>: 3.1.4 (none), 2.2.4 title Nurse
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install sax-wasm@3.1.4 sax-wasm-2@npm:sax-wasm@2.2.4

cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import * as version3 from 'sax-wasm';
import * as version2 from 'sax-wasm-2';

async function read({ SaxEventType, SAXParser }, folder, pieces) {
  const parser = new SAXParser(SaxEventType.CloseTag);
  const elements = [];
  parser.eventHandler = (_, tag) => {
    const { name, textNodes } = tag.toJSON();
    elements.push(`${name} ${textNodes.map(({ value }) => value).join('')}`.trim());
  };
  await parser.prepareWasm(readFileSync(`node_modules/${folder}/lib/sax-wasm.wasm`));
  for (const piece of pieces) parser.write(Buffer.from(piece));
  parser.end();
  return elements.join(', ') || '(none)';
}

for (const text of [
  '<pay>|50000</pay>',
  '<pay>|5|0000</pay>',
  '<pay>|50|000</pay>',
  '<|t|itle>Nurse</title>',
  '<|ti|tle>Nurse</title>',
  '<job><|i|d>1</id></job><job><id>2</id></job>',
]) {
  const [new_, old] = [await read(version3, 'sax-wasm', text.split('|')), await read(version2, 'sax-wasm-2', text.split('|'))];
  console.log(`${text}: 3.1.4 ${new_}, 2.2.4 ${old}`);
}
JS
cat > expected <<'TXT'
<pay>|50000</pay>: 3.1.4 pay 50000, 2.2.4 pay 50000
<pay>|5|0000</pay>: 3.1.4 pay 0000, 2.2.4 pay 50000
<pay>|50|000</pay>: 3.1.4 pay 50000, 2.2.4 pay 50000
<|t|itle>Nurse</title>: 3.1.4 (none), 2.2.4 title Nurse
<|ti|tle>Nurse</title>: 3.1.4 title Nurse, 2.2.4 title Nurse
<job><|i|d>1</id></job><job><id>2</id></job>: 3.1.4 d 1</id>, job, id 2, job, 2.2.4 id 1, job, id 2, job
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
