#!/usr/bin/env bash
# Versions:  koa 3.3.0 and express 5.3.0 (both by the package fresh), Node 24.21.0 (fetch), undici 8.13.1.
# Guess:     a client that sends the ETag of the last response in If-None-Match gets a 304 as long as nothing changed.
# Behaviour: not from fetch: with If-None-Match it adds Cache-Control: no-cache by itself, as the Fetch standard says (a request
#            with a condition of its own has the cache mode no-store), and fresh takes no-cache for a reload. So the server
#            sends the whole document at each request. With a Cache-Control header of its own, fetch gets the 304, as http.get does.
# Seen:      koa: http.get 304, fetch 200, undici 200, fetch with Cache-Control: max-age=0 304
#            express: http.get 304, fetch 200, undici 200, fetch with Cache-Control: max-age=0 304
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install koa@3.3.0 express@5.3.0 undici@8.13.1

cat > finding.mjs <<'JS'
import { get } from 'node:http';
import express from 'express';
import Koa from 'koa';
import { fetch as undiciFetch } from 'undici';

const feed = '<source><job/></source>';
const koa = new Koa().use((ctx) => {
  ctx.status = 200;
  ctx.etag = 'v1';
  if (ctx.fresh) ctx.status = 304;
  else ctx.body = feed;
});
const app = express().get('/', (_, response) => response.set('ETag', '"v1"').send(feed));

const condition = { 'If-None-Match': '"v1"' };
const clients = {
  'http.get': (url) =>
    new Promise((resolve) => get(url, { headers: condition }, (response) => resolve(response.resume().statusCode))),
  fetch: async (url) => (await fetch(url, { headers: condition })).status,
  undici: async (url) => (await undiciFetch(url, { headers: condition })).status,
  'fetch with Cache-Control: max-age=0': async (url) =>
    (await fetch(url, { headers: { ...condition, 'Cache-Control': 'max-age=0' } })).status,
};
let isAsFound = true;
for (const [name, handler] of Object.entries({ koa, express: app })) {
  const server = handler.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const seen = [];
  for (const [client, send] of Object.entries(clients)) {
    seen.push(`${client} ${await send(`http://127.0.0.1:${server.address().port}/`)}`);
  }
  console.log(`${name}: ${seen.join(', ')}`);
  isAsFound &&=
    seen.join() === 'http.get 304,fetch 200,undici 200,fetch with Cache-Control: max-age=0 304';
}
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
