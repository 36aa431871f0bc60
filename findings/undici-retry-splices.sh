#!/usr/bin/env bash
# Versions:  undici 8.13.1 (interceptors.retry; RetryAgent is the same).
# Guess:     a download that broke off is resumed only if the file is still the same one.
# Behaviour: that is checked by a strong ETag alone. Where the feed has a weak ETag or only Last-Modified, the rest is
#            requested without If-Range, and neither is compared. If the publisher wrote a longer feed meanwhile, the
#            result is the head of the old file and a stretch of the new one: well-formed, without an error, and the
#            jobs that moved or came later are missing.
# Reason:    of Content-Range the first and last byte are compared, not the total; weak ETags are not kept.
# Seen:      request 2: Range bytes=50-95, If-Range none
#            response 2: Content-Range bytes 50-95/128, ETag W/"2"
#            body: <job>old-1</job><job>old-2</job><job>old-3</job><job>new-4</job><job>new-5</job><job>new-6</job>
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install undici@8.13.1

cat > finding.mjs <<'JS'
import http from 'node:http';
import { Agent, interceptors, request } from 'undici';

const feed = (name, count) => Array.from({ length: count }, (_, index) => `<job>${name}-${index + 1}</job>`).join('');
const before = feed('old', 6);
const after = feed('new', 8);
let requests = 0;
const server = http.createServer((incoming, response) => {
  requests += 1;
  if (requests === 1) {
    response.writeHead(200, { ETag: 'W/"1"', 'Last-Modified': 'Mon, 07 Sep 2026 10:00:00 GMT', 'Content-Length': before.length });
    response.write(before.slice(0, 50));
    setTimeout(() => response.destroy(), 200);
    return;
  }
  const [, start, end] = /bytes=(\d+)-(\d+)/.exec(incoming.headers.range).map(Number);
  const contentRange = `bytes ${start}-${end}/${after.length}`;
  console.log(`request 2: Range ${incoming.headers.range}, If-Range ${incoming.headers['if-range'] ?? 'none'}`);
  console.log(`response 2: Content-Range ${contentRange}, ETag W/"2"`);
  response.writeHead(206, { ETag: 'W/"2"', 'Last-Modified': 'Mon, 07 Sep 2026 11:00:00 GMT', 'Content-Range': contentRange });
  response.end(after.slice(start, end + 1));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const dispatcher = new Agent().compose(interceptors.retry({ minTimeout: 10 }));
const { body } = await request(`http://127.0.0.1:${server.address().port}/jobs.xml`, { dispatcher });
const text = await body.text().catch((error) => error.message);
console.log(`body: ${text}`);
const isAsFound = text === before.slice(0, 50) + after.slice(50, before.length);
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
