#!/usr/bin/env bash
# Versions:  undici 8.13.1.
# Guess:     with interceptors.cache() a feed that does not change is transferred once; then each request is a 304.
# Behaviour: where the 304 has a Cache-Control header, as RFC 9110 demands if the 200 has one, the entry is used for this
#            response and deleted: every other request is without validators and transfers the whole feed again.
# Reason:    a 304 does not refresh the stored headers, so that the interceptor drops the entry instead.
# Seen:      304 with Cache-Control:    full, 304, full, 304, full, 304
#            304 without Cache-Control: full, 304, 304, 304, 304, 304
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install undici@8.13.1

cat > finding.mjs <<'JS'
import http from 'node:http';
import { Agent, interceptors, request } from 'undici';

const feed = '<jobs><job/></jobs>\n';
const control = { 'Cache-Control': 'no-cache' };
let responses = [];
const server = http.createServer((request, response) => {
  const isKnown = request.headers['if-none-match'] === '"1"';
  responses.push(isKnown ? '304' : 'full');
  if (!isKnown) response.writeHead(200, { ETag: '"1"', ...control }).end(feed);
  else response.writeHead(304, { ETag: '"1"', ...(request.url === '/with' ? control : {}) }).end();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

async function six(path) {
  const dispatcher = new Agent().compose(interceptors.cache());
  responses = [];
  for (let index = 0; index < 6; index += 1) {
    const { body } = await request(`http://127.0.0.1:${server.address().port}${path}`, { dispatcher });
    await body.dump();
  }
  return responses.join(', ');
}

const withControl = await six('/with');
const withoutControl = await six('/without');
console.log(`304 with Cache-Control:    ${withControl}`);
console.log(`304 without Cache-Control: ${withoutControl}`);
const isAsFound =
  withControl === 'full, 304, full, 304, full, 304' && withoutControl === 'full, 304, 304, 304, 304, 304';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
