#!/usr/bin/env bash
# Versions:  make-fetch-happen 16.0.1, undici 8.13.1, got 16.1.0; Python 3 with hishel 2.0.0 (its RFC mode), CacheControl
#            0.14.4, requests-cache 1.3.3 (with cache_control).
# Guess:     a cache does not use a response that was older than its max-age when it arrived (Age: 120, max-age=60).
# Behaviour: four of these six use it for another minute. Behind a CDN that writes Age and a new Date, a feed may be nearly
#            twice as old as its publisher allows, and one cache after another adds to it.
# Reason:    make-fetch-happen keeps a list of headers without Age; hishel and CacheControl count from Date, requests-cache
#            from the time of the response; none of them reads Age.
# Seen:      undici            2 requests
#            got               2 requests
#            make-fetch-happen 1 request
#            hishel            1 request
#            CacheControl      1 request
#            requests-cache    1 request
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install make-fetch-happen@16.0.1 undici@8.13.1 got@16.1.0
pip install --quiet --target python httpx==0.28.1 requests==2.34.2 hishel==2.0.0 CacheControl==0.14.4 requests-cache==1.3.3 >&2

cat > finding.py <<'PY'
import sys
import cachecontrol, hishel.httpx, requests, requests_cache

clients = {
    'hishel': hishel.httpx.CacheClient(rfc=True),
    'CacheControl': cachecontrol.CacheControl(requests.Session()),
    'requests-cache': requests_cache.CachedSession(backend='memory', cache_control=True),
}
for name, client in clients.items():
    for _ in range(2):
        assert client.get(f'{sys.argv[1]}/{name}').text == '<jobs/>'
PY
cat > finding.mjs <<'JS'
import { execFile } from 'node:child_process';
import http from 'node:http';
import { promisify } from 'node:util';
import got from 'got';
import fetchAndCache from 'make-fetch-happen';
import { Agent, interceptors, request } from 'undici';

const counts = { undici: 0, got: 0, 'make-fetch-happen': 0, hishel: 0, CacheControl: 0, 'requests-cache': 0 };
const server = http.createServer(({ url }, response) => {
  counts[url.slice(1)] += 1;
  response.writeHead(200, { 'Cache-Control': 'max-age=60', Age: '120', 'Content-Length': 7 }).end('<jobs/>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

const dispatcher = new Agent().compose(interceptors.cache({ type: 'private' }));
const cache = new Map();
for (let index = 0; index < 2; index += 1) {
  await (await request(`${base}/undici`, { dispatcher })).body.text();
  await got(`${base}/got`, { cache }).text();
  await (await fetchAndCache(`${base}/make-fetch-happen`, { cachePath: 'cache' })).text();
}
await promisify(execFile)('python3', ['finding.py', base], { env: { ...process.env, PYTHONPATH: 'python' } });
for (const [name, count] of Object.entries(counts)) console.log(`${name.padEnd(17)} ${count} request${count > 1 ? 's' : ''}`);
const isAsFound = Object.values(counts).join() === '2,2,1,1,1,1';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
