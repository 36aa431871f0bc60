#!/usr/bin/env bash
# Versions:  koa 3.3.0.
# Guess:     when a client goes away, Koa cancels the ReadableStream (or the Response) that is its ctx.body, like a stream of Node.
# Behaviour: it does so only once the stream has its next chunk. While there is none, as between two server-sent events or
#            for a change stream that waits, cancel() is not called: what the body holds open (a cursor, a request to
#            another server, a timer) stays open for each client that left. Readable.fromWeb(body) is cancelled at once.
# Reason:    Koa wraps the body by Readable.from, which reads it by an async iterator; its return() has to wait for the
#            read that is under way.
# Seen:      ReadableStream:           open after 1 s without data, cancelled after a chunk
#            Response:                 open after 1 s without data, cancelled after a chunk
#            Readable.fromWeb(stream): cancelled within 1 s without data
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install koa@3.3.0

cat > finding.mjs <<'JS'
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import Koa from 'koa';

let source;
let isCancelled;
const events = () =>
  new ReadableStream({
    start(controller) {
      source = controller;
      controller.enqueue(Buffer.from('data: 1\n\n'));
    },
    cancel() {
      isCancelled = true;
    },
  });
const bodies = {
  ReadableStream: events,
  Response: () => new Response(events()),
  'Readable.fromWeb(stream)': () => Readable.fromWeb(events()),
};
const app = new Koa();
app.silent = true;
app.use((ctx) => {
  ctx.body = Object.values(bodies)[Number(ctx.path.slice(1))]();
});
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const seen = [];
for (const [index, name] of Object.keys(bodies).entries()) {
  isCancelled = false;
  const client = new AbortController();
  const { body } = await fetch(`http://127.0.0.1:${server.address().port}/${index}`, { signal: client.signal });
  await body.getReader().read();
  client.abort();
  await sleep(1_000);
  let state = isCancelled ? 'cancelled within 1 s without data' : 'open after 1 s without data';
  if (!isCancelled) {
    source.enqueue(Buffer.from('data: 2\n\n'));
    await sleep(1_000);
    state += isCancelled ? ', cancelled after a chunk' : ', open after a chunk';
  }
  console.log(`${`${name}:`.padEnd(25)} ${state}`);
  seen.push(state);
}
const late = 'open after 1 s without data, cancelled after a chunk';
const isAsFound = seen.join() === [late, late, 'cancelled within 1 s without data'].join();
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
