#!/usr/bin/env bash
# Versions:  htmlparser2 12.0.0.
# Guess:     with xmlMode, a document type declaration is no text, with or without an internal subset.
# Behaviour: the declaration ends at the first ">" within its internal subset; what follows, "]>" at least, is text. Of a feed
#            that declares entities, the first text a handler gets is a piece of the declaration.
# Seen:      plain: ["Nurse"]
#            with a subset: [" ]>","Nurse"]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install htmlparser2@12.0.0

cat > finding.mjs <<'JS'
import { Parser } from 'htmlparser2';

function texts(xml) {
  const found = [];
  const parser = new Parser({ ontext: (text) => found.push(text) }, { xmlMode: true });
  parser.end(xml);
  return JSON.stringify(found);
}
const plain = texts('<!DOCTYPE feed><feed>Nurse</feed>');
const subset = texts('<!DOCTYPE feed [<!ENTITY co "Acme"> ]><feed>Nurse</feed>');
console.log(`plain: ${plain}\nwith a subset: ${subset}`);
const isAsFound = plain === '["Nurse"]' && subset === '[" ]>","Nurse"]';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
