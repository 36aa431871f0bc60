#!/usr/bin/env bash
# Versions:  koa 3.3.0, @koa/etag 5.0.2 (koa-etag 5.0.0 is the same), koa-conditional-get 3.0.0.
# Guess:     Koa 3 sends a ReadableStream, Blob or Response as ctx.body, so that the ETag and the length fit them.
# Behaviour: all of them, whatever is in them, have one and the same ETag: after a changed feed, a client that has the old one
#            gets a 304 and keeps it. A HEAD of a ReadableStream or Response has Content-Length 2. A stream of Node has
#            neither, and a string has the right ones.
# Reason:    both functions know strings, Buffers and streams of Node, and take any other body for an object: its JSON
#            is {}, of which they give the hash and the length.
# Seen:      ReadableStream: changed feed 304, HEAD length 2
#            Response:       changed feed 304, HEAD length 2
#            Blob:           changed feed 304, HEAD length 19
#            string:         changed feed 200, HEAD length 19
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install koa@3.3.0 @koa/etag@5.0.2 koa-conditional-get@3.0.0

cat > finding.mjs <<'JS'
import etag from '@koa/etag';
import Koa from 'koa';
import conditional from 'koa-conditional-get';

let feed;
const bodies = {
  ReadableStream: () => new Response(feed).body,
  Response: () => new Response(feed),
  Blob: () => new Blob([feed]),
  string: () => feed,
};
const app = new Koa();
app.use(conditional());
app.use(etag());
app.use((ctx) => {
  ctx.type = 'application/xml';
  ctx.body = bodies[ctx.path.slice(1)]();
});
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const results = [];
for (const name of Object.keys(bodies)) {
  const url = `http://127.0.0.1:${server.address().port}/${name}`;
  feed = '<jobs>before</jobs>';
  const known = (await fetch(url)).headers.get('etag');
  const length = (await fetch(url, { method: 'HEAD' })).headers.get('content-length');
  feed = '<jobs>after!</jobs>';
  const headers = { 'If-None-Match': known, 'Cache-Control': 'max-age=0' };
  const { status } = await fetch(url, { headers });
  console.log(`${`${name}:`.padEnd(15)} changed feed ${status}, HEAD length ${length}`);
  results.push(`${status} ${length}`);
}
const isAsFound = results.join(', ') === '304 2, 304 2, 304 19, 200 19';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
