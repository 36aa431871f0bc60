import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenApiDocument } from '../src/openapi/document.ts';
import { checkExposure } from '../src/settings.ts';
import { readToken, type ServedApi, serveApi, token } from './served-api.ts';

let api: ServedApi;
const origin = 'https://jobs.example.com';
beforeAll(async () => {
  api = await serveApi({ token, readToken, corsOrigins: [origin] });
});
afterAll(() => api.close());

const bearer = (given: string) => ({ Authorization: `Bearer ${given}` });

test.each([
  ['nothing', {}],
  ['a wrong token', bearer('another-token-of-that-length')],
  ['a token of another length', bearer('x')],
  ['another scheme', { Authorization: `Basic ${token}` }],
  ['the token and more', bearer(`${token} x`)],
])('%s is a 401 on every route but health', async (_name, headers) => {
  for (const path of ['/api/import-logs', '/api/sources', '/api/import-logs/stream', '/api/nothing']) {
    const response = await api.get(path, headers as Record<string, string>);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
    expect(response.text).not.toContain(token);
  }
  expect((await api.post('/api/import/run', {}, headers as Record<string, string>)).status).toBe(401);
  for (const path of ['/health', '/health/live', '/health/ready'])
    expect((await api.get(path)).status).toBe(200);
});

test('without a token each route is a 401 that is described as protected, and no other', async () => {
  const closed = await serveApi({ token });
  try {
    const description = await closed.get('/api/openapi.json', bearer(token));
    const { paths } = description.body as OpenApiDocument;
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { operationId, security }] of Object.entries(methods)) {
        const headers = { 'Content-Type': 'application/json' };
        const response = await fetch(closed.url + path, { method: method.toUpperCase(), headers });
        await response.body?.cancel();
        expect([operationId, response.status === 401]).toEqual([operationId, security !== undefined]);
      }
    }
  } finally {
    await closed.close();
  }
});

test('a token in the query is not a token', async () => {
  expect((await api.get(`/api/import-logs?token=${token}`)).status).toBe(401);
});

test('the right token opens it', async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER '])
    expect((await api.get('/api/import-logs', { Authorization: `${scheme} ${token}` })).status).toBe(200);
});

test('the read token allows every read and no command', async () => {
  for (const path of ['/api/sources', '/api/import-logs', '/api/audit', '/api/jobs']) {
    expect((await api.get(path, bearer(readToken))).status).toBe(200);
  }
  const responses = [
    await api.post('/api/import/run', {}, bearer(readToken)),
    await api.post('/api/sources', { name: 'x', url: 'https://x.test' }, bearer(readToken)),
    await api.post('/api/sources/preview', { url: 'https://x.test' }, bearer(readToken)),
    await api.patch('/api/sources/acme', { enabled: false }, bearer(readToken)),
    await api.delete('/api/sources/acme', bearer(readToken)),
    await api.post('/api/sources/acme/disable', {}, bearer(readToken)),
    await api.post(`/api/import-logs/${'0'.repeat(24)}/rerun`, {}, bearer(readToken)),
    await api.post(`/api/import-logs/${'0'.repeat(24)}/cancel`, {}, bearer(readToken)),
  ];
  for (const response of responses) expect(response.body).toMatchObject({ status: 403, code: 'forbidden' });
  expect((await api.get('/api/sources/acme', bearer(readToken))).body.enabled).toBe(true);
});

test('a client can read what its token allows', async () => {
  const about = { version: '0.0.0', environment: null, textSearch: true };
  const session = async (given: string) => (await api.get('/api/session', bearer(given))).body;
  expect(await session(token)).toEqual({ name: 'API_TOKEN', authenticated: true, access: 'full', ...about });
  expect(await session(readToken)).toEqual({
    name: 'API_READ_TOKEN',
    authenticated: true,
    access: 'read',
    ...about,
  });
  expect((await api.get('/api/session')).status).toBe(401);
  expect((await api.get('/api/session')).body.detail).toMatch(/is missing$/);
  expect((await api.get('/api/session', bearer('another-token-of-that-length'))).body).toMatchObject({
    status: 401,
    detail: 'the header "Authorization: Bearer API_TOKEN" has no token of this API',
  });
});

test('with a token set, only a client that has one sees the services', async () => {
  expect((await api.get('/health')).body).toEqual({ status: 'ok' });
  expect((await api.get('/health/ready')).body).toEqual({ status: 'ready' });
  expect((await api.get('/health', bearer(readToken))).body.services).toHaveProperty('mongodb');
});

test('pages of the named origins may call it, others may not', async () => {
  const from = (page: string) => api.get('/api/sources', { ...bearer(token), Origin: page });
  expect((await from(origin)).headers.get('access-control-allow-origin')).toBe(origin);
  expect((await from('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  const preflight = await fetch(`${api.url}/api/import/run`, {
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  // With an Idempotency-Key, a command can be repeated; with If-None-Match, an export that has not changed.
  for (const header of ['Idempotency-Key', 'If-None-Match'])
    expect(preflight.headers.get('access-control-allow-headers')).toContain(header);
  expect((await from(origin)).headers.get('access-control-expose-headers')).toContain('ETag');
});

test('guessing tokens is stopped after a minute’s worth, the right one still works, and so does health', async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 70; n += 1) statuses.push((await api.get('/api/sources', bearer(`guess-${n}`))).status);
  expect(statuses.at(-1)).toBe(429);
  const refused = await api.get('/api/sources', bearer('guess'));
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await api.get('/api/sources', bearer(token))).status).toBe(200);
  expect((await api.get('/health')).status).toBe(200);
});

test('requests over the rate limit are 429, and health stays open', async () => {
  const limited = await serveApi({ requestsPerMinute: 50 });
  try {
    const responses = await Promise.all(Array.from({ length: 200 }, () => limited.get('/api/sources')));
    // One request went to the description, before the test began.
    expect(responses.filter((response) => response.status === 200)).toHaveLength(49);
    const refused = responses.find((response) => response.status === 429);
    expect(refused?.body).toMatchObject({ code: 'too-many-requests' });
    expect(refused?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await limited.get('/health/live')).status).toBe(200);
  } finally {
    await limited.close();
  }
});

test('without a token the API refuses to be open to a network', () => {
  const settings = { API_HOST: '0.0.0.0', API_TOKEN: undefined, API_READ_TOKEN: undefined };
  expect(() => checkExposure(settings)).toThrowError(/API_TOKEN is not set/);
  expect(() => checkExposure({ ...settings, API_TOKEN: token })).not.toThrow();
  expect(() => checkExposure({ ...settings, API_HOST: '127.0.0.1' })).not.toThrow();
  expect(() => checkExposure({ ...settings, API_HOST: '::1', API_READ_TOKEN: token })).toThrowError(
    /API_READ_TOKEN/,
  );
  expect(() => checkExposure({ ...settings, API_TOKEN: token, API_READ_TOKEN: token })).toThrowError(
    /differs/,
  );
});
