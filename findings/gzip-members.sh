#!/usr/bin/env bash
# Versions:  fflate 0.8.3, pako 3.0.3, Node 20.20.2 and 24.21.0.
# Guess:     a gzip file of several members (RFC 1952, section 2.2: what `cat a.xml.gz b.xml.gz` makes, and what block
#            compressors such as bgzip write) is read whole, or refused.
# Behaviour: fflate's gunzipSync returns the first member and no error: a feed read with it ends after its first part.
#            zlib and pako read it whole. DecompressionStream reads it with Node 20.20.2 and refuses it with Node 24.21.0,
#            which this program shows, but does not check.
# Seen:      fflate 3000 of 6000; zlib 6000 of 6000; pako 6000 of 6000; DecompressionStream refused
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install fflate@0.8.3 pako@3.0.3

cat > finding.mjs <<'JS'
import { gunzipSync, gzipSync } from 'node:zlib';
import { gunzipSync as fflate } from 'fflate';
import * as pako from 'pako';

const members = Buffer.concat(['A', 'B'].map((letter) => gzipSync(letter.repeat(3_000))));
const readers = {
  fflate: () => fflate(members).length,
  zlib: () => gunzipSync(members).length,
  pako: () => pako.ungzip(members).length,
  DecompressionStream: async () => {
    const stream = new Blob([members]).stream().pipeThrough(new DecompressionStream('gzip'));
    return (await new Response(stream).arrayBuffer()).byteLength;
  },
};
const seen = [];
for (const [name, read] of Object.entries(readers)) {
  const length = await Promise.resolve().then(read).catch(() => null);
  seen.push(length === null ? `${name} refused` : `${name} ${length} of 6000`);
}
console.log(seen.join('; '));
const isAsFound = seen.join('; ').startsWith('fflate 3000 of 6000; zlib 6000 of 6000; pako 6000 of 6000;');
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
