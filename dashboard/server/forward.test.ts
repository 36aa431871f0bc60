import type { IncomingHttpHeaders } from 'node:http';
import { expect, test, vi } from 'vitest';
import { bodyOf, startServer } from '../tests/local-server.ts';
import { settingsWith } from '../tests/login-requests.ts';
import { forward } from './forward.ts';

const DASHBOARD = 'http://dashboard.test';
const settings = (apiUrl: string, apiToken: string | null = null) => settingsWith({ apiUrl, apiToken });
const get = (path: string, headers = {}) => new Request(`${DASHBOARD}${path}`, { headers });
const post = (body: string, headers = {}) =>
  new Request(`${DASHBOARD}/api/import/run`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', host: 'dashboard.test', ...headers },
  });

const EMPTY_PAGE = { items: [], nextCursor: null };

/** An API that responds with `status` and `body` and records its requests. */
async function api(status = 200, body: unknown = EMPTY_PAGE) {
  const requests: { method?: string; url?: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = await startServer(async (request, response) => {
    requests.push({
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: await bodyOf(request),
    });
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-request-id': String(request.headers['x-request-id']),
      'set-cookie': 'secret=1',
      'x-internal': 'yes',
    });
    response.end(JSON.stringify(body));
  });
  return { ...server, requests };
}

test('forwards a read with its query and the token, and returns the response unchanged', async () => {
  const { url, requests } = await api();
  const path = '/api/import-logs?status=failed%2Cpartial&limit=50';
  const received = await forward(
    get(path, { 'x-request-id': 'from-browser', cookie: 'a=1' }),
    settings(url, 'token'),
  );
  expect(received.status).toBe(200);
  expect(await received.json()).toEqual(EMPTY_PAGE);
  expect(requests[0]).toMatchObject({ method: 'GET', url: path });
  expect(requests[0]?.headers).toMatchObject({
    authorization: 'Bearer token',
    'x-request-id': 'from-browser',
  });
  expect(requests[0]?.headers).not.toHaveProperty('cookie');
  expect(received.headers.get('x-request-id')).toBe('from-browser');
  expect(received.headers.get('set-cookie')).toBeNull();
  expect(received.headers.get('x-internal')).toBeNull();
});

test('a command names its session, which a client cannot forge; a read does not', async () => {
  const { url, requests } = await api(202, { runs: [], skipped: [] });
  const forged = { 'x-feedflow-session': 'forged', 'x-feedflow-session-address': '192.0.2.99' };
  await forward(post('{}', { ...forged, 'x-forwarded-for': '192.0.2.1, ::ffff:192.0.2.7' }), settings(url));
  await forward(post('{}', { ...forged, 'x-forwarded-for': 'no address' }), settings(url));
  await forward(get('/api/import-logs', forged), settings(url));
  const session = 'x-feedflow-session';
  expect(requests[0]?.headers).toMatchObject({
    [session]: 'dashboard:open',
    [`${session}-address`]: '192.0.2.7',
  });
  expect(requests[1]?.headers[session]).toBe('dashboard:open');
  for (const request of requests.slice(1)) expect(request.headers).not.toHaveProperty(`${session}-address`);
  expect(requests[2]?.headers).not.toHaveProperty(session);
});

test('maps /api/health to the path of the API', async () => {
  const { url, requests } = await api();
  await forward(get('/api/health'), settings(url));
  expect(requests[0]?.url).toBe('/health');
});

test('degraded health is a response, not a failed request', async () => {
  const { url } = await api(503, { status: 'degraded' });
  const received = await forward(get('/api/health'), settings(url));
  expect(received.status).toBe(200);
  expect(await received.json()).toEqual({ status: 'degraded' });
});

test('reports a response that does not match its schema, with the path of the mismatch', async () => {
  const { url } = await api(200, { items: [{ runId: 7 }], nextCursor: null });
  const received = await forward(get('/api/import-logs'), settings(url));
  expect(received.status).toBe(502);
  const { error } = await received.json();
  expect(error).toMatchObject({
    code: 'response-unexpected',
    requestId: received.headers.get('x-request-id'),
  });
  expect(error.message).toContain('items.0.');
});

test('an error of the API passes through with its status and body', async () => {
  const error = { code: 'run-already-running', message: 'Acme is running', details: { runId: 'r1' } };
  const { url, requests } = await api(409, { error });
  const received = await forward(post('{"source":"Acme"}'), settings(url));
  expect(received.status).toBe(409);
  expect(await received.json()).toEqual({ error });
  expect(requests[0]).toMatchObject({ method: 'POST', url: '/api/import/run', body: '{"source":"Acme"}' });
});

test.each([
  ['GET', '/api/import/run'],
  ['PUT', '/api/sources'],
  ['GET', '/api/import-logs/abc/batches/1/jobs'],
  ['GET', '/api/import-logs/..%2F..%2Fadmin'],
  ['GET', '/api/import-logs/%2e%2e'],
  ['GET', '/api/unknown'],
])('does not forward %s %s', async (method, path) => {
  const { url, requests } = await api();
  const received = await forward(new Request(`${DASHBOARD}${path}`, { method }), settings(url, 'token'));
  expect(received.status).toBe(404);
  expect((await received.json()).error.code).toBe('not-found');
  expect(requests).toEqual([]);
});

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another origin', { origin: 'http://evil.test' }],
  ['no origin at all', { origin: 'null' }],
  ['a form', { 'content-type': 'text/plain' }],
])('refuses a post from %s before it reaches the API', async (_, headers) => {
  const { url, requests } = await api();
  const received = await forward(post('{}', headers), settings(url, 'token'));
  expect(received.status).toBe(403);
  expect(requests).toEqual([]);
});

test.each([
  ['says so', { origin: DASHBOARD, 'sec-fetch-site': 'same-origin' }],
  ['has the host as its origin', { origin: DASHBOARD }],
  ['has the proxy’s host as its origin', { origin: 'https://jobs.test', 'x-forwarded-host': 'jobs.test' }],
  ['is no browser', {}],
])('accepts a post from the dashboard itself: it %s', async (_, headers) => {
  const { url } = await api(202, { runs: [], skipped: [] });
  expect((await forward(post('{}', headers), settings(url))).status).toBe(202);
});

test('a body that is too large is refused', async () => {
  const { url, requests } = await api();
  const received = await forward(post(`"${'x'.repeat(70_000)}"`), settings(url));
  expect(received.status).toBe(413);
  expect(requests).toEqual([]);
});

test('an unreachable API is a 502 with a hint and a request id', async () => {
  const server = await api();
  await server.stop();
  const received = await forward(get('/api/sources'), settings(`${server.url}/with-secret-path`));
  expect(received.status).toBe(502);
  const { error } = await received.json();
  expect(error).toMatchObject({ code: 'api-unreachable', requestId: received.headers.get('x-request-id') });
  expect(error.message).toMatch(/ECONNREFUSED.*API_URL/);
  expect(error.message).not.toContain('with-secret-path');
});

test('a redirect is not followed, since it would carry the token along', async () => {
  const target = await api();
  const server = await startServer((_, response) => response.writeHead(302, { location: target.url }).end());
  const received = await forward(get('/api/sources'), settings(server.url, 'token'));
  expect(received.status).toBe(502);
  expect(target.requests).toEqual([]);
});

test('aborts the API request when the browser disconnects', async () => {
  const gone = new AbortController();
  const closed = vi.fn();
  const server = await startServer((_, response) => {
    response.once('close', closed);
    gone.abort();
  });
  await forward(new Request(`${DASHBOARD}/api/sources`, { signal: gone.signal }), settings(server.url));
  await vi.waitFor(() => expect(closed).toHaveBeenCalled());
});
