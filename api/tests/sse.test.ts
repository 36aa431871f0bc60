import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import Koa from 'koa';
import { afterEach, expect, test } from 'vitest';
import { createOpenStreams } from '../src/stream/open-streams.ts';
import { openSse, type SseClient } from '../src/stream/sse.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** @returns the address of a server with this middleware */
async function serve(middleware: Koa.Middleware): Promise<string> {
  const app = new Koa();
  app.silent = true;
  app.use(middleware);
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The response to a client of a stream that `use` writes to. */
async function responseTo(use: (client: SseClient) => void, heartbeatMs = 60_000): Promise<Response> {
  return fetch(await serve((ctx) => use(openSse(ctx, { heartbeatMs }))));
}

const bodyOf = async ({ body }: Response) => (body ? text(body) : '');

test('events are sent as text, each with its name, one line of JSON and then its id', async () => {
  const response = await responseTo((client) => {
    client.send({ id: '5-0', event: 'run', data: { runId: 'a', title: 'two\nlines\r\n: and "quotes" é' } });
    client.send({ event: 'reset', data: {} });
    client.send({ id: '6-0', event: 'batch', data: [1, null] });
    client.end();
  });
  expect(await bodyOf(response)).toBe(
    ': ok\n\n' +
      'event: run\ndata: {"runId":"a","title":"two\\nlines\\r\\n: and \\"quotes\\" é"}\nid: 5-0\n\n' +
      'event: reset\ndata: {}\n\n' +
      'event: batch\ndata: [1,null]\nid: 6-0\n\n',
  );
});

test('a quiet stream is kept open by comments, and forbids caching and buffering', async () => {
  const opened = Promise.withResolvers<SseClient>();
  const response = await responseTo(opened.resolve, 40);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  const client = await opened.promise;
  let received = '';
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    received += piece;
    if (received.endsWith(': \n\n: \n\n')) client.end();
  }
  expect(received).toMatch(/^: ok\n\n(: \n\n){2,}$/);
});

test('reports a closed connection once, and sends it nothing more', async () => {
  let gone = 0;
  const opened = Promise.withResolvers<SseClient>();
  const response = await responseTo((stream) => {
    stream.onClose(() => {
      gone += 1;
    });
    opened.resolve(stream);
  });
  const client = await opened.promise;
  expect(client.closed).toBe(false);
  await response.body?.cancel();
  await expect.poll(() => client.closed).toBe(true);
  client.send({ event: 'run', data: {} });
  client.end();
  expect(gone).toBe(1);
});

test('a client that leaves before its stream is open keeps no slot', async () => {
  const streams = createOpenStreams({ maxStreams: 1, maxStreamsPerClient: 1 });
  const stop = new AbortController();
  const opened: boolean[] = [];
  const url = await serve(async (ctx) => {
    Object.assign(ctx.state, { client: null, session: null });
    const check = async () => {
      stop.abort();
      if (opened.length === 0) await once(ctx.res, 'close');
    };
    opened.push((await streams.open(ctx, check)) !== null);
  });
  await expect(fetch(url, { signal: stop.signal })).rejects.toThrow(/aborted/);
  await expect.poll(() => opened).toEqual([false]);
  expect((await fetch(url)).status).toBe(200);
  expect(opened).toEqual([false, true]);
  streams.end();
});

test('a client that reads nothing between three heartbeats is dropped', async () => {
  const opened = Promise.withResolvers<SseClient>();
  const url = new URL(await serve((ctx) => opened.resolve(openSse(ctx, { heartbeatMs: 40 }))));
  const socket = connect(Number(url.port), url.hostname).pause();
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const client = await opened.promise;
  // The first one fills the buffers of the connection.
  for (const length of [30_000_000, 100_000, 1]) client.send({ event: 'run', data: 'x'.repeat(length) });
  await expect.poll(() => client.closed).toBe(true);
  socket.destroy();
});
