import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test, vi } from 'vitest';
import { startServer } from '../tests/local-server.ts';
import { asCookie, login, logoutRequest, settingsWith } from '../tests/login-requests.ts';
import { forwardStream } from './forward-stream.ts';
import { logOut } from './session/log-in.ts';
import { openSession, sealSession } from './session/token.ts';

const settings = (apiUrl: string) => settingsWith({ apiUrl, apiToken: 'token' });
const streamRequest = (query = '', init: RequestInit = {}) =>
  new Request(`http://dashboard.test/api/import-logs/stream${query}`, init);

/** An API whose stream the test writes to. */
async function api() {
  let opened: (stream: { request: IncomingMessage; response: ServerResponse }) => void = () => undefined;
  const next = new Promise<{ request: IncomingMessage; response: ServerResponse }>((resolve) => {
    opened = resolve;
  });
  const server = await startServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': open\n\n');
    opened({ request, response });
  });
  return { ...server, next };
}

async function readText(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const { value } = await reader.read();
  return new TextDecoder().decode(value);
}

test('passes each event on at once, with headers that disable buffering', async () => {
  const { url, next } = await api();
  const received = await forwardStream(
    streamRequest('?runId=r1', { headers: { 'last-event-id': '5-0' } }),
    settings(url),
  );
  const { request, response } = await next;
  expect(request.url).toBe('/api/import-logs/stream?runId=r1');
  expect(request.headers).toMatchObject({ authorization: 'Bearer token', 'last-event-id': '5-0' });
  expect(received.headers.get('content-type')).toContain('text/event-stream');
  expect(received.headers.get('cache-control')).toBe('no-cache, no-transform');
  expect(received.headers.get('x-accel-buffering')).toBe('no');
  const reader = (received.body as ReadableStream<Uint8Array>).getReader();
  expect(await readText(reader)).toBe(': open\n\n');
  response.write('event: run\ndata: {}\n\n');
  expect(await readText(reader)).toBe('event: run\ndata: {}\n\n');
});

test.each([
  ['closes the page', (gone: AbortController) => gone.abort()],
  ['cancels the response', (_: AbortController, received: Response) => received.body?.cancel()],
])('when the browser %s, the API’s stream ends', async (_, leave) => {
  const { url, next } = await api();
  const gone = new AbortController();
  const received = await forwardStream(streamRequest('', { signal: gone.signal }), settings(url));
  const { response } = await next;
  const closed = vi.fn();
  response.once('close', closed);
  await leave(gone, received);
  await vi.waitFor(() => expect(closed).toHaveBeenCalled());
});

test('a browser that leaves while its session is read has no stream', async () => {
  const { url } = await api();
  const own = settingsWith({ apiUrl: url, login });
  const headers = asCookie(await sealSession('read', login));
  for (let n = 0; n < 25; n += 1) {
    const gone = new AbortController();
    const received = forwardStream(streamRequest('', { headers, signal: gone.signal }), own);
    gone.abort();
    expect((await received).status).toBe(502);
  }
});

test('when the API dies, the browser’s stream ends without an error, so that it reconnects', async () => {
  const server = await api();
  const received = await forwardStream(streamRequest(), settings(server.url));
  await server.stop();
  expect(await received.text()).toBe(': open\n\n');
});

test('forwards a refusal of the API unchanged', async () => {
  const body = { error: { code: 'run-unknown', message: 'no such run' } };
  const { url } = await startServer((_, response) => {
    response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const received = await forwardStream(streamRequest('?runId=r1'), settings(url));
  expect(received.status).toBe(404);
  expect(await received.json()).toEqual(body);
});

test('limits the streams of a session, and ends them on logout', async () => {
  const { url } = await api();
  const own = settingsWith({ apiUrl: url, login });
  const headers = asCookie(await sealSession('read', login));
  const open = (cookies = headers) => forwardStream(streamRequest('', { headers: cookies }), own);
  const streams = await Promise.all(Array.from({ length: 20 }, () => open()));
  expect(streams.map(({ status }) => status)).toEqual(Array(20).fill(200));
  const refused = await open();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
  const other = await open(asCookie(await sealSession('read', login)));
  expect(other.status).toBe(200);
  await streams.pop()?.body?.cancel();
  const next = await open();
  expect(next.status).toBe(200);

  await logOut(logoutRequest(headers), own);
  for (const stream of [...streams, next]) expect(await stream.text()).toBe(': open\n\n');
  await other.body?.cancel();
});

test('sends the session id of a stream to the API', async () => {
  const { url, next } = await api();
  const token = await sealSession('command', login);
  const own = settingsWith({ apiUrl: url, apiToken: 'token', login });
  const received = await forwardStream(streamRequest('', { headers: asCookie(token) }), own);
  const { request } = await next;
  expect(request.headers['x-feedflow-session-id']).toBe((await openSession(token, login))?.id);
  await received.body?.cancel();
});

test('streams that the API refuses or does not respond to do not count', async () => {
  const { url } = await startServer((_, response) => void response.writeHead(503).end());
  const own = settingsWith({ apiUrl: url, login });
  const headers = asCookie(await sealSession('command', login));
  for (let n = 0; n < 25; n += 1) {
    const apiUrl = n % 2 ? url : 'http://127.0.0.1:1';
    expect((await forwardStream(streamRequest('', { headers }), { ...own, apiUrl })).status).toBe(502);
  }
});

test('an unreachable API is a 502', async () => {
  const server = await api();
  await server.stop();
  const received = await forwardStream(streamRequest(), settings(server.url));
  expect(received.status).toBe(502);
  expect((await received.json()).error.code).toBe('api-unreachable');
});
