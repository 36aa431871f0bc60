#!/usr/bin/env bash
# Versions:  undici 8.13.1 (interceptors.retry, interceptors.responseError), Node 24.21.
# Guess:     compose(responseError(), retry()) retries a 503 and raises what the last try gave: the page Interceptors.md says
#            that the first interceptor of compose is the outermost layer.
# Behaviour: the last one is, as Dispatcher.md says. Within it, responseError turns the first 503 into an error that retry
#            does not repeat: there is one request, as if retry were not there. With compose(retry(), responseError()) there
#            are three.
# Reason:    compose wraps from first to last; the error has the code UND_ERR_RESPONSE, which is not among the errorCodes of
#            retry, and its statusCode is then not looked at.
# Seen:      compose(responseError, retry): ResponseError 503 after 1 request
#            compose(responseError, retry with UND_ERR_RESPONSE in errorCodes): 200 after 3 requests
#            compose(retry, responseError): 200 after 3 requests
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install undici@8.13.1

cat > finding.mjs <<'JS'
import http from 'node:http';
import { Agent, interceptors, request } from 'undici';

let requests = 0;
const server = http.createServer((_, response) => {
  requests += 1;
  response.statusCode = requests < 3 ? 503 : 200;
  response.end('<jobs/>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/jobs.xml`;

const responseError = interceptors.responseError();
const retry = (options) => interceptors.retry({ minTimeout: 1, maxTimeout: 1, ...options });

async function print(name, ...composed) {
  requests = 0;
  let result;
  try {
    const { statusCode, body } = await request(url, { dispatcher: new Agent().compose(...composed) });
    await body.dump();
    result = statusCode;
  } catch (error) {
    result = `${error.name} ${error.statusCode}`;
  }
  console.log(`${name}: ${result} after ${requests} ${requests === 1 ? 'request' : 'requests'}`);
}

await print('compose(responseError, retry)', responseError, retry());
await print(
  'compose(responseError, retry with UND_ERR_RESPONSE in errorCodes)',
  responseError,
  retry({ errorCodes: ['ECONNRESET', 'UND_ERR_RESPONSE'] }),
);
await print('compose(retry, responseError)', retry(), responseError);
process.exit();
JS
cat > expected <<'TXT'
compose(responseError, retry): ResponseError 503 after 1 request
compose(responseError, retry with UND_ERR_RESPONSE in errorCodes): 200 after 3 requests
compose(retry, responseError): 200 after 3 requests
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
