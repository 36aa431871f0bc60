#!/usr/bin/env bash
# Versions:  openapi-fetch 0.17.0.
# Guess:     `error` is set for every response of 4xx and 5xx, as the README says: "if (error)" finds each failed request.
# Behaviour: where such a response has no body, as from many proxies and load balancers, `error` is undefined like after a
#            success, or an empty text, and `data` is undefined: a write that failed seems done, and a list seems to have
#            no jobs. It is the same with a JSON body of null, false or 0. A 304 has an `error` that is an empty text.
# Reason:    `error` is the body itself; for Content-Length 0 it is set to undefined explicitly.
# Seen:      503 without body:         error undefined
#            503 without body, chunked: error ""
#            400 with null:            error null
#            503 with text:            error "busy"
#            200 with {}:              error undefined
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install openapi-fetch@0.17.0

cat > finding.mjs <<'JS'
import http from 'node:http';
import createClient from 'openapi-fetch';

const responses = {
  '503 without body': (response) => response.writeHead(503, { 'Content-Length': 0 }).end(),
  '503 without body, chunked': (response) => response.writeHead(503, { 'Transfer-Encoding': 'chunked' }).end(),
  '400 with null': (response) => response.writeHead(400, { 'Content-Type': 'application/json' }).end('null'),
  '503 with text': (response) => response.writeHead(503).end('busy'),
  '200 with {}': (response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'),
};
const server = http.createServer((request, response) => Object.values(responses)[Number(request.url.slice(1))](response));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const client = createClient({ baseUrl: `http://127.0.0.1:${server.address().port}` });

const failed = [];
for (const [index, name] of Object.keys(responses).entries()) {
  const { error } = await client.POST(`/${index}`);
  console.log(`${`${name}:`.padEnd(26)} error ${JSON.stringify(error)}`);
  if (error) failed.push(name);
}
const isAsFound = failed.join() === '503 with text';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
