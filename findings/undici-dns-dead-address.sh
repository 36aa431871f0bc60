#!/usr/bin/env bash
# Versions:  undici 8.13.1 (interceptors.dns, interceptors.retry), Node 24.21.
# Guess:     interceptors.dns caches look-ups and changes nothing else: of a host with several addresses, one that does not
#            answer is passed over, as it is without the interceptor.
# Behaviour: the requests take turns between the addresses, and one whose turn is the dead address fails, however long the
#            others have answered. Only an address of the other family (IPv4, IPv6) is tried instead. The retry interceptor
#            helps where it is composed after dns; before it, all its tries go to the dead address.
# Reason:    Node tries all addresses of a look-up in turn (autoSelectFamily), but dns.js gives it the one it picked, as the
#            host of the URL; retry then dispatches that URL again.
# Seen:      no interceptor: 0 of 10 requests fail
#            dns: 5 of 10 requests fail with ECONNREFUSED
#            compose(retry, dns): 5 of 10 requests fail with ECONNREFUSED
#            compose(dns, retry): 0 of 10 requests fail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install undici@8.13.1

cat > finding.mjs <<'JS'
import http from 'node:http';
import { Agent, interceptors, request } from 'undici';

const server = http.createServer((_, response) => response.end('<jobs/>'));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://feeds.example:${server.address().port}/jobs.xml`;
// Nothing listens at the second one.
const addresses = () => ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));

const connect = { lookup: (_host, _options, callback) => callback(null, addresses()) };
const dns = () => interceptors.dns({ lookup: (_origin, _options, callback) => callback(null, addresses()) });
const retry = () => interceptors.retry({ minTimeout: 1, maxTimeout: 1 });

async function print(name, dispatcher) {
  const errors = [];
  for (let n = 0; n < 10; n++) {
    try {
      const { body } = await request(url, { dispatcher, reset: true });
      await body.dump();
    } catch (error) {
      errors.push(error.code);
    }
  }
  console.log(`${name}: ${errors.length} of 10 requests fail${errors.length > 0 ? ` with ${[...new Set(errors)]}` : ''}`);
}

await print('no interceptor', new Agent({ connect }));
await print('dns', new Agent().compose(dns()));
await print('compose(retry, dns)', new Agent().compose(retry(), dns()));
await print('compose(dns, retry)', new Agent().compose(dns(), retry()));
process.exit();
JS
cat > expected <<'TXT'
no interceptor: 0 of 10 requests fail
dns: 5 of 10 requests fail with ECONNREFUSED
compose(retry, dns): 5 of 10 requests fail with ECONNREFUSED
compose(dns, retry): 0 of 10 requests fail
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
