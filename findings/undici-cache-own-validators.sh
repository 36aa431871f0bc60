#!/usr/bin/env bash
# Versions:  undici 8.13.1.
# Guess:     a caller that sends the ETag or date of its last import gets a 304 while the feed is the same, with or without
#            interceptors.cache() between it and the server.
# Behaviour: that holds until some other request has put the feed into the cache. From then on the caller gets a 200 with the
#            whole body, though the server responds with a 304, and though the caller's ETag is the one of the entry; an
#            importer that relies on the 304 reads and compares the same feed at each run.
# Reason:    the interceptor replaces If-None-Match and If-Modified-Since of the caller by those of its entry, and turns
#            the 304 to them into its entry; whether it fits what the caller sent is not looked at.
# Seen:      If-None-Match:     304 with 0 bytes, once cached 200 with 19 bytes (server: 304)
#            If-Modified-Since: 304 with 0 bytes, once cached 200 with 19 bytes (server: 304)
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install undici@8.13.1

cat > finding.mjs <<'JS'
import http from 'node:http';
import { Agent, interceptors, request } from 'undici';

const feed = '<jobs><job/></jobs>';
const date = 'Mon, 07 Sep 2026 10:00:00 GMT';
let last;
const server = http.createServer(({ headers }, response) => {
  const isKnown = headers['if-none-match'] === '"1"' || headers['if-modified-since'] === date;
  last = isKnown ? 304 : 200;
  response.writeHead(last, { 'Cache-Control': 'max-age=60', ETag: '"1"', 'Last-Modified': date }).end(isKnown ? '' : feed);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const results = [];
for (const [name, value] of [['If-None-Match', '"1"'], ['If-Modified-Since', date]]) {
  const dispatcher = new Agent().compose(interceptors.cache());
  const get = async (headers) => {
    const { statusCode, body } = await request(`http://127.0.0.1:${server.address().port}/`, { dispatcher, headers });
    return `${statusCode} with ${(await body.text()).length} bytes`;
  };
  const before = await get({ [name]: value });
  await get({});
  const result = `${before}, once cached ${await get({ [name]: value })} (server: ${last})`;
  console.log(`${`${name}:`.padEnd(18)} ${result}`);
  results.push(result === '304 with 0 bytes, once cached 200 with 19 bytes (server: 304)');
}
const isAsFound = results.every(Boolean);
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
