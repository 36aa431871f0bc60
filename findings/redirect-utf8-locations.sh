#!/usr/bin/env bash
# Versions:  undici 8.13.1, axios 1.21.1, got 16.1.0, node-fetch 3.3.2, superagent 10.4.2, needle 3.5.0, make-fetch-happen
#            16.0.1 (Node 24.21), requests 2.34.2, httpx 0.28.1, urllib3 2.8.0 (Python 3).
# Guess:     a client follows a redirect to the same address as browsers do, and as the other clients of its language.
# Behaviour: of a Location that a server writes in UTF-8 without percent-encoding, such as /größe.xml, seven make another
#            address: /gr%C3%83%C2%B6…, which is not found. The redirect interceptor of undici does so and its fetch does
#            not, axios with its own adapter and not with that of fetch, urllib3 and not requests, which is made of it.
# Cause:     Node and Python return headers as Latin-1. The clients that follow it decode it as UTF-8.
# Seen:      Location: /größe.xml
#            fetch, got, requests, httpx, urllib -> /gr%C3%B6%C3%9Fe.xml
#            undici redirect, axios, node-fetch, superagent, needle, make-fetch-happen, urllib3
#              -> /gr%C3%83%C2%B6%C3%83%C2%9Fe.xml
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install undici@8.13.1 axios@1.21.1 got@16.1.0 node-fetch@3.3.2 superagent@10.4.2 needle@3.5.0 make-fetch-happen@16.0.1
pip install --quiet --target python requests==2.34.2 httpx==0.28.1 urllib3==2.8.0 >&2

cat > server.mjs <<'JS'
import { createServer } from 'node:http';

createServer((request, response) => {
  if (request.url !== '/') return response.end(request.url);
  // Node writes headers as Latin-1: these are the bytes of UTF-8.
  response.writeHead(302, { location: Buffer.from('/größe.xml').toString('latin1') }).end();
}).listen(Number(process.env.PORT), '127.0.0.1');
JS
cat > finding.mjs <<'JS'
import axios from 'axios';
import got from 'got';
import makeFetchHappen from 'make-fetch-happen';
import needle from 'needle';
import nodeFetch from 'node-fetch';
import superagent from 'superagent';
import { Agent, interceptors, request } from 'undici';

const url = `http://127.0.0.1:${process.env.PORT}/`;
const textOf = (response) => response.text();
const dispatcher = new Agent().compose(interceptors.redirect({ maxRedirections: 3 }));
const clients = {
  fetch: () => fetch(url).then(textOf),
  'undici redirect': () => request(url, { dispatcher }).then(({ body }) => body.text()),
  axios: () => axios.get(url).then(({ data }) => data),
  'axios with fetch': () => axios.get(url, { adapter: 'fetch' }).then(({ data }) => data),
  got: () => got(url).text(),
  'node-fetch': () => nodeFetch(url).then(textOf),
  superagent: () => superagent.get(url).buffer(true).parse(superagent.parse.text).then(({ text }) => text),
  needle: () => needle('get', url, { follow_max: 3 }).then(({ body }) => String(body)),
  'make-fetch-happen': () => makeFetchHappen(url).then(textOf),
};
for (const [name, follow] of Object.entries(clients)) console.log(`${name} -> ${await follow()}`);
process.exit();
JS
cat > finding.py <<'PY'
import os
import urllib.request

import httpx
import requests
import urllib3

url = f"http://127.0.0.1:{os.environ['PORT']}/"
print('requests ->', requests.get(url).text)
print('httpx ->', httpx.get(url, follow_redirects=True).text)
print('urllib ->', urllib.request.urlopen(url).read().decode())
print('urllib3 ->', urllib3.PoolManager().request('GET', url).data.decode())
PY
cat > expected <<'TXT'
fetch -> /gr%C3%B6%C3%9Fe.xml
undici redirect -> /gr%C3%83%C2%B6%C3%83%C2%9Fe.xml
axios -> /gr%C3%83%C2%B6%C3%83%C2%9Fe.xml
axios with fetch -> /gr%C3%B6%C3%9Fe.xml
got -> /gr%C3%B6%C3%9Fe.xml
node-fetch -> /gr%C3%83%C2%B6%C3%83%C2%9Fe.xml
superagent -> /gr%C3%83%C2%B6%C3%83%C2%9Fe.xml
needle -> /gr%C3%83%C2%B6%C3%83%C2%9Fe.xml
make-fetch-happen -> /gr%C3%83%C2%B6%C3%83%C2%9Fe.xml
requests -> /gr%C3%B6%C3%9Fe.xml
httpx -> /gr%C3%B6%C3%9Fe.xml
urllib -> /gr%C3%B6%C3%9Fe.xml
urllib3 -> /gr%C3%83%C2%B6%C3%83%C2%9Fe.xml
TXT
choose_port
node server.mjs &
server_pid=$!
sleep 1
{ node finding.mjs; PYTHONPATH=python python3 finding.py; } 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
