import { once } from 'node:events';
import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenApiDocument } from '../src/openapi/document.ts';
import { type ServedApi, serveApi } from './served-api.ts';

interface Parameter {
  name: string;
  in: string;
}

let api: ServedApi;
let operations: { method: string; path: string; query: string[]; takesBody: boolean }[];

const samples: Record<string, string> = {
  name: 'acme',
  runId: '0'.repeat(24),
  item: 'source-acme',
  batchIndex: '0',
  position: '0',
  dedupeKey: '0'.repeat(40),
  file: 'start.js',
  format: 'ndjson',
};

beforeAll(async () => {
  api = await serveApi();
  const document: OpenApiDocument = (await api.get('/api/openapi.json')).body;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{(\w+)\}/g, (_, name) => samples[name] ?? ''),
      query: (operation['parameters'] as Parameter[])
        .filter((one) => one.in === 'query')
        .map((one) => one.name),
      takesBody: method !== 'get',
    })),
  );
});
afterAll(() => api.close());

async function statusOf(method: string, path: string, init: RequestInit = {}): Promise<number> {
  const headers = { 'Content-Type': 'application/json', ...init.headers };
  const response = await fetch(api.url + path, { ...init, method, headers });
  const text = await response.text();
  expect(response.headers.get('x-content-type-options'), path).toBe('nosniff');
  expect(response.headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
  expect(response.headers.get('x-request-id'), path).toMatch(/^[0-9a-f-]{36}$/);
  if (response.status >= 400) expect(text, path).not.toMatch(/node_modules|at .*\.ts:|MongoServerError/);
  return response.status;
}

const json = (body: NonNullable<RequestInit['body']>) => ({
  body,
  headers: { 'Content-Type': 'application/json' },
});

test('no route takes a name it does not know in its query', async () => {
  for (const { method, path } of operations) {
    for (const query of ['nonsense=1', '__proto__=1', 'constructor[prototype]=1', '$where=sleep(9)']) {
      expect(await statusOf(method, `${path}?${query}`), `${method} ${path}?${query}`).toBe(400);
    }
  }
});

test('a repeated parameter is named as such', async () => {
  const { body } = await api.get('/api/import-logs?limit=1&limit=2&status=failed');
  expect(body).toMatchObject({ status: 400, detail: 'limit: can be given once only' });
});

test('no parameter takes an operator, a list or what has no end', async () => {
  for (const { method, path, query } of operations) {
    for (const name of query) {
      for (const bad of [
        `${name}[$ne]=x`,
        `${name}[]=x`,
        `${name}=a&${name}=b`,
        `${name}=${'x'.repeat(5_000)}`,
      ]) {
        expect(await statusOf(method, `${path}?${bad}`), `${method} ${path} ${bad.slice(0, 60)}`).toBe(400);
      }
    }
  }
});

test('no route takes a body of another kind, a broken one, a huge one, or names it does not know', async () => {
  for (const { method, path } of operations.filter((one) => one.takesBody)) {
    const cases: [RequestInit, number][] = [
      [{ body: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 415],
      [json('{"a":'), 400],
      [json('[]'), 400],
      [json('"text"'), 400],
      [json('{"nonsense":1}'), 400],
      [json('{"__proto__":{"admin":true}}'), 400],
      [json('{"reason":{"$gt":""}}'), 400],
      [json('null'), 400],
      [json(new Uint8Array([0x7b, 0xff, 0x7d])), 400],
      [json(`{"nonsense":"${'x'.repeat(1_100_000)}"}`), 413],
    ];
    for (const [init, status] of cases) {
      expect(await statusOf(method, path, init), `${method} ${path} ${String(init.body).slice(0, 40)}`).toBe(
        status,
      );
    }
  }
});

const DEEP = 50_000;
test.each([
  ['lists', '['.repeat(DEEP) + ']'.repeat(DEEP)],
  ['objects', '{"a":'.repeat(DEEP) + 1 + '}'.repeat(DEEP)],
])('%s inside each other without end are a 400 wherever they are put', async (_name, deep) => {
  for (const { method, path } of operations.filter((one) => one.takesBody)) {
    for (const field of ['mapping', 'headers', 'reason', 'nonsense']) {
      expect(await statusOf(method, path, json(`{"${field}":${deep}}`)), `${method} ${path} ${field}`).toBe(
        400,
      );
    }
  }
});

const source = Buffer.from('{"name":"packed","url":"https://packed.test/f"}');
/** Unpacks to more than is allowed, and is broken after that. */
const broken = Buffer.concat([
  gzipSync(Buffer.alloc(3_000_000)).subarray(0, 2_000),
  Buffer.alloc(60_000, 0x55),
]);
test.each([
  ['gzip', gzipSync(source), 201],
  ['br', brotliCompressSync(source), 409],
  ['gzip', source, 400],
  ['deflate', source, 400],
  ['br', source, 400],
  ['gzip', gzipSync(source).subarray(0, 30), 400],
  ['br', brotliCompressSync(source).subarray(0, 30), 400],
  ['gzip', gzipSync(Buffer.alloc(3_000_000)), 413],
  ['br', brotliCompressSync(Buffer.alloc(30_000_000)), 413],
  ['gzip', broken, 413],
  ['gzip, gzip', gzipSync(gzipSync(source)), 415],
  ['zstd', source, 415],
])('a body with Content-Encoding %s (%#) is unpacked, or refused', async (encoding, body, status) => {
  const headers = { 'Content-Type': 'application/json', 'Content-Encoding': encoding };
  expect(await statusOf('POST', '/api/sources', { body, headers })).toBe(status);
});

test('a connection serves the next request behind a body that is too large', async () => {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const bytes = 2_000_000;
  socket.write(
    `POST /api/sources HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`,
  );
  socket.write('x'.repeat(bytes));
  socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect((await readText(socket)).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
});

test.each(['%E0%A4%A', '%zz', '%'])(
  'a path that cannot be decoded (%s) is a 4xx on every route',
  async (id) => {
    for (const { method, path } of operations.filter((one) => /acme|0{24}/.test(one.path))) {
      const odd = path.replace(/acme|0{24,}/, id);
      expect([400, 404], `${method} ${odd}`).toContain(await statusOf(method, odd));
    }
  },
);

test.each(['http://[/api/sources', 'http://%zz/api/sources', '*', '//', '/%00', '/api/sources?%zz'])(
  'the request target %s is a 4xx',
  async (target) => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(await readText(socket)).toMatch(/^HTTP\/1\.1 4\d\d /);
  },
);

test.each(['%00', '..', '%2e%2e%2f', "'||1==1", '[$ne]', '%F0%9F%98%80', 'x'.repeat(3_000), '%ff'])(
  'an id that is none (%s) is a 4xx on every route',
  async (id) => {
    for (const path of [`/api/sources/${id}`, `/api/import-logs/${id}`, `/api/jobs/${id}`]) {
      const status = await statusOf('GET', path);
      expect([400, 404], path).toContain(status);
    }
  },
);

test('text that looks like a pattern is searched as text, and quickly', async () => {
  for (const text of ['(a+)+$', '.*', '$where', '{"$gt":""}', '\\', '^'.repeat(100)]) {
    const response = await api.get(`/api/import-logs?text=${encodeURIComponent(text)}`);
    expect(response.body).toMatchObject({ items: [], nextCursor: null });
  }
});

test.each(['jobs?text', 'jobs?company', 'jobs/count?location', 'jobs.csv?company', 'import-logs?text'])(
  'a search for a NUL character (%s) is a 400',
  async (search) => {
    const response = await api.get(`/api/${search}=x%00y`);
    expect(response.body).toMatchObject({ status: 400, code: 'request-invalid' });
  },
);
