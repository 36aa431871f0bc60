#!/usr/bin/env bash
# Versions:  undici 8.13.1.
# Guess:     with interceptors.deduplicate(), a caller that cancels its request, or has a shorter timeout, ends its own only.
# Behaviour: that holds for all callers but the first. When the first one cancels, the requests of all others fail with an
#            AbortError, although their signals are not aborted and the server responds; before the response has begun and
#            amid its body. Nothing is sent again for them, not by interceptors.retry around it either.
# Reason:    the signal of the first caller is the one of the request on the wire; its failure is given to all who wait.
# Seen:      second cancels, before the response: whole, AbortError, whole; 1 request
#            first cancels, before the response:  AbortError, AbortError, AbortError; 1 request
#            first cancels, amid the body:        AbortError, AbortError, AbortError; 1 request
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install undici@8.13.1

cat > finding.mjs <<'JS'
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, interceptors, request } from 'undici';

let requests = 0;
const server = http.createServer(async (incoming, response) => {
  requests += 1;
  if (incoming.url === '/body') response.write('<jobs>');
  await sleep(400);
  response.end('</jobs>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const dispatcher = new Agent().compose(interceptors.deduplicate(), interceptors.retry({ minTimeout: 10 }));

async function get(path, signal) {
  const { body } = await request(`http://127.0.0.1:${server.address().port}${path}`, { dispatcher, signal });
  await body.text();
  return 'whole';
}
async function three(path, cancelled) {
  requests = 0;
  const controllers = [0, 1, 2].map(() => new AbortController());
  const texts = controllers.map(({ signal }) => get(path, signal).catch((error) => error.name));
  await sleep(150);
  controllers[cancelled].abort();
  return `${(await Promise.all(texts)).join(', ')}; ${requests} request`;
}
const failed = 'AbortError, AbortError, AbortError; 1 request';
const seen = {
  'second cancels, before the response': [await three('/', 1), 'whole, AbortError, whole; 1 request'],
  'first cancels, before the response': [await three('/', 0), failed],
  'first cancels, amid the body': [await three('/body', 0), failed],
};
for (const [name, [result]] of Object.entries(seen)) console.log(`${`${name}:`.padEnd(36)} ${result}`);
const isAsFound = Object.values(seen).every(([result, expected]) => result === expected);
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
