#!/usr/bin/env bash
# Versions:  hash-object 5.1.0 (object-hash 3.0.0 for comparison).
# Guess:     the hash of a record changes when one of its fields does.
# Behaviour: hash-object gives every Date the hash of an empty object: a job whose closing date moved has the hash that it
#            had. URL, Map and Set are the same; a date as text is not. What differs by its Unicode form only is one.
# Reason:    before it is written as JSON, the object is rebuilt from the own properties of every value in it, and a
#            Date has none; its toJSON is lost by that.
# Seen:      closing date moved:     hash-object same       object-hash different
#            closing date is {}:     hash-object same       object-hash different
#            address of job changed: hash-object same       object-hash different
#            closing date as text:   hash-object different  object-hash different
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install hash-object@5.1.0 object-hash@3.0.0

cat > finding.mjs <<'JS'
import hashObject from 'hash-object';
import objectHash from 'object-hash';

const first = new Date('2026-09-07');
const later = new Date('2026-12-24');
const cases = {
  'closing date moved': [{ id: '7', closes: first }, { id: '7', closes: later }, 'same'],
  'closing date is {}': [{ id: '7', closes: first }, { id: '7', closes: {} }, 'same'],
  'address of job changed': [{ url: new URL('https://a.example/7') }, { url: new URL('https://b.example/9') }, 'same'],
  'closing date as text': [{ closes: first.toISOString() }, { closes: later.toISOString() }, 'different'],
};
let isAsFound = true;
for (const [name, [before, after, expected]] of Object.entries(cases)) {
  const [one, other] = [hashObject, objectHash].map((hash) => (hash(before) === hash(after) ? 'same' : 'different'));
  console.log(`${`${name}:`.padEnd(23)} hash-object ${one.padEnd(10)} object-hash ${other}`);
  isAsFound &&= one === expected && other === 'different';
}
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
