#!/usr/bin/env bash
# Versions:  got 16.1.0 with cacheable-request 13.0.19 and http-cache-semantics 4.3.0.
# Guess:     got's `cache` never keeps a part (206), an empty 304 or an error (500) as the response of an address.
# Behaviour: it keeps all of them. After a request with Range, a request without it gets the part; after a request with
#            the caller's own If-None-Match, one without it gets the 304 without a body; a 500 is kept as long as a page.
# Reason:    cacheable-request hands over Node's response, which has `statusCode`; http-cache-semantics reads `status`
#            and takes 200 where there is none, so its list of statuses that may be kept is never used.
# Seen:      Range, then the whole feed: 206 "<j" from the cache
#            If-None-Match, then the whole feed: 304 "" from the cache
#            500, then the server has recovered: 500 "down" from the cache
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install got@16.1.0 cacheable-request@13.0.19 http-cache-semantics@4.3.0

cat > finding.mjs <<'JS'
import http from 'node:http';
import got from 'got';

const feed = '<jobs><job/></jobs>';
const always = { 'Cache-Control': 'max-age=60', ETag: '"1"' };
let requests = 0;
const server = http.createServer((request, response) => {
  requests += 1;
  const { range } = request.headers;
  if (request.headers['if-none-match'] === '"1"') response.writeHead(304, always).end();
  else if (range) response.writeHead(206, { ...always, 'Content-Range': `bytes 0-1/${feed.length}` }).end(feed.slice(0, 2));
  else if (requests === 1) response.writeHead(500, { 'Cache-Control': 'max-age=60' }).end('down');
  else response.writeHead(200, always).end(feed);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/jobs.xml`;

async function second(headers) {
  const client = got.extend({ cache: new Map(), retry: { limit: 0 }, throwHttpErrors: false });
  requests = Object.keys(headers).length;
  await client(url, { headers });
  const { statusCode, body, isFromCache } = await client(url);
  return `${statusCode} ${JSON.stringify(body)}${isFromCache ? ' from the cache' : ''}`;
}

const seen = [
  ['Range, then the whole feed', await second({ Range: 'bytes=0-1' }), '206 "<j" from the cache'],
  ['If-None-Match, then the whole feed', await second({ 'If-None-Match': '"1"' }), '304 "" from the cache'],
  ['500, then the server has recovered', await second({}), '500 "down" from the cache'],
];
for (const [name, result] of seen) console.log(`${name}: ${result}`);
const isAsFound = seen.every(([, result, expected]) => result === expected);
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
