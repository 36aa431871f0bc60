#!/usr/bin/env bash
# Versions:  undici 8.13.1 (the fetch of Node 24 is the same), got 16.1.0, axios 1.21.1.
# Guess:     a compressed response that ends too early raises an error in every HTTP client, whatever its encoding.
# Behaviour: if the file was cut before it was sent, so that Content-Length is right, fetch and axios deliver what they could
#            read as the whole response with gzip and br; a feed of lines or CSV then looks complete. With zstd, fetch
#            raises and axios delivers. undici's own decompress interceptor and got raise with all of them.
# Reason:    fetch and axios set zlib's `finishFlush`, by which what is there is delivered at the end; fetch has it for
#            gzip, deflate and br only.
# Seen:      undici fetch      gzip 12112 of 20000 lines   br 11889 of 20000 lines     zstd Z_BUF_ERROR
#            undici decompress gzip Z_BUF_ERROR            br Z_BUF_ERROR              zstd Z_BUF_ERROR
#            got               gzip Z_BUF_ERROR            br Z_BUF_ERROR              zstd Z_BUF_ERROR
#            axios             gzip 12112 of 20000 lines   br 11889 of 20000 lines     zstd 11479 of 20000 lines
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install undici@8.13.1 got@16.1.0 axios@1.21.1

cat > finding.mjs <<'JS'
import http from 'node:http';
import zlib from 'node:zlib';
import axios from 'axios';
import got from 'got';
import { Agent, fetch, interceptors, request } from 'undici';

const feed = Array.from({ length: 20_000 }, (_, id) => `{"id":${id},"title":"job ${Math.sin(id)}"}\n`).join('');
const encoded = { gzip: zlib.gzipSync(feed), br: zlib.brotliCompressSync(feed), zstd: zlib.zstdCompressSync(feed) };
const server = http.createServer((incoming, response) => {
  const encoding = incoming.url.slice(1);
  const cut = encoded[encoding].subarray(0, encoded[encoding].length * 0.6);
  response.writeHead(200, { 'Content-Encoding': encoding, 'Content-Length': cut.length }).end(cut);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

const dispatcher = new Agent().compose(interceptors.decompress());
const clients = {
  'undici fetch': async (url) => (await fetch(url)).text(),
  'undici decompress': async (url) => (await request(url, { dispatcher })).body.text(),
  got: (url) => got(url, { retry: { limit: 0 } }).text(),
  axios: async (url) => (await axios.get(url, { responseType: 'text' })).data,
};
const results = [];
for (const [name, get] of Object.entries(clients)) {
  const row = [];
  for (const encoding of Object.keys(encoded)) {
    const text = await get(`${base}/${encoding}`).catch((error) => error.cause?.code ?? error.code);
    const lines = text.split('\n').length - 1;
    results.push(lines > 0 && lines < 20_000 ? 'short' : text);
    row.push(`${encoding} ${lines ? `${lines} of 20000 lines` : text}`.padEnd(28));
  }
  console.log(name.padEnd(17), row.join('').trimEnd());
}
const error = 'Z_BUF_ERROR';
const isAsFound = results.join() === ['short', 'short', error, error, error, error, error, error, error, 'short', 'short', 'short'].join();
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
