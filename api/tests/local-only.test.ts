import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenApiDocument } from '../src/openapi/document.ts';
import { type ServedApi, serveApi, token } from './served-api.ts';

const PAGE = 'https://jobs.example.com';
let open: ServedApi;
let closed: ServedApi;
let commands: [method: string, path: string][];
beforeAll(async () => {
  [open, closed] = await Promise.all([serveApi({ corsOrigins: [PAGE] }), serveApi({ token })]);
  const { paths }: OpenApiDocument = (await open.get('/api/openapi.json')).body;
  commands = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'get')
      .map((method): [string, string] => [method.toUpperCase(), path.replace(/\{\w+\}/g, '0'.repeat(24))]),
  );
});
afterAll(() => Promise.all([open.close(), closed.close()]));

type HeaderMap = Record<string, string>;

interface Sent {
  method?: string;
  path?: string;
  headers?: HeaderMap;
}

/** Sends what fetch would not: any Host, and what only browsers say of a request. */
function send({ url }: ServedApi, { method = 'GET', path = '/api/sources', headers = {} }: Sent) {
  return new Promise<{ status: number | undefined; body: { code?: string; detail?: string } }>(
    (resolve, reject) => {
      const sent = request(url + path, { method, headers }, async (response) => {
        if (response.headers['content-type']?.startsWith('text/event-stream')) {
          response.destroy();
          return resolve({ status: response.statusCode, body: {} });
        }
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode, body: text.startsWith('{') ? JSON.parse(text) : {} });
      });
      sent.on('error', reject);
      sent.end();
    },
  );
}

const port = () => new URL(open.url).port;
const ROUTES = ['/api/sources', '/api/import-logs/stream', '/health', '/api/docs', '/api/nothing'];

test.each(['evil.example', 'evil.example:4000', 'localhost.evil.example', '192.168.1.5:4000', 'x@127.0.0.1'])(
  'without a token it refuses requests for the name %s',
  async (host) => {
    for (const path of ROUTES) {
      const { status, body } = await send(open, { path, headers: { Host: host } });
      expect([status, body.code], path).toEqual([421, 'host-unknown']);
      expect(body.detail).toContain('API_TOKEN');
    }
  },
);

test.each(['localhost', 'LOCALHOST:1', '127.0.0.1:4000', '127.9.9.9', '[::1]:4000'])(
  'without a token it accepts requests for the name %s',
  async (host) => expect((await send(open, { headers: { Host: host } })).status).toBe(200),
);

test.each([
  ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['another port of this machine', { 'Sec-Fetch-Site': 'same-site' }],
  ['another origin', { Origin: 'http://evil.example' }],
  ['another local origin', { Origin: 'http://localhost:3000' }],
  ['no origin at all', { Origin: 'null' }],
  ['an origin that claims to be its own', { Origin: 'http://evil.example', 'Sec-Fetch-Site': 'same-origin' }],
])('without a token a page of %s reads, follows and commands nothing', async (_, headers) => {
  for (const path of ROUTES) {
    const { status, body } = await send(open, { path, headers });
    expect([status, body.code], path).toEqual([403, 'origin-refused']);
  }
  for (const [method, path] of commands) {
    const json = { ...headers, 'Content-Type': 'application/json' };
    expect((await send(open, { method, path, headers: json })).status, path).toBe(403);
  }
});

test('without a token its own pages, people, programs and the allowed origins get responses', async () => {
  const own = { Host: `localhost:${port()}`, Origin: `http://localhost:${port()}` };
  for (const headers of [
    { 'Sec-Fetch-Site': 'none' },
    { 'Sec-Fetch-Site': 'same-origin', ...own },
    own,
    { Origin: PAGE, 'Sec-Fetch-Site': 'cross-site' },
    {},
  ] as HeaderMap[]) {
    expect((await send(open, { headers })).status, JSON.stringify(headers)).toBe(200);
  }
});

test('with a token names and origins are left to CORS, since no page has the token', async () => {
  const headers = { Host: 'api.example.com', Origin: 'http://evil.example', 'Sec-Fetch-Site': 'cross-site' };
  const Authorization = `Bearer ${token}`;
  expect((await send(closed, { headers })).status).toBe(401);
  expect((await send(closed, { headers: { ...headers, Authorization } })).status).toBe(200);
});

test.each([
  ['a token', () => closed],
  ['no token', () => open],
])('with %s every command needs to say that it is JSON, also without a body', async (_, api) => {
  expect(commands.length).toBeGreaterThan(8);
  const Authorization = `Bearer ${token}`;
  for (const [method, path] of commands) {
    for (const type of [
      {},
      { 'Content-Type': 'text/plain' },
      { 'Content-Type': 'application/jsonp' },
    ] as HeaderMap[]) {
      const { status, body } = await send(api(), { method, path, headers: { Authorization, ...type } });
      expect([status, body.code], `${method} ${path}`).toEqual([415, 'media-type-unsupported']);
    }
    const json = { Authorization, 'Content-Type': 'application/json; charset=utf-8' };
    expect((await send(api(), { method, path, headers: json })).status, path).not.toBe(415);
  }
});
