import { afterAll, beforeAll, expect, test } from 'vitest';
import { readToken, type ServedApi, serveApi, token } from './served-api.ts';
import { openStream, type TestStream } from './stream-client.ts';

const STREAM = '/api/import-logs/stream';
const bearer = (given: string) => ({ Authorization: `Bearer ${given}` });
const of = (sessionId: string, given = token) => ({ ...bearer(given), 'X-Feedflow-Session-Id': sessionId });
const session = (n: number) => `session-of-the-dashboard-${n}`;

let api: ServedApi;
const streams: TestStream[] = [];
beforeAll(async () => {
  api = await serveApi({ token, readToken, requestsPerMinute: 40, maxStreams: 9, maxStreamsPerClient: 3 });
});
afterAll(async () => {
  for (const stream of streams) stream.close();
  await api.close();
});

async function open(headers: Record<string, string>, count = 1): Promise<TestStream[]> {
  const opened = await Promise.all(
    Array.from({ length: count }, () => openStream(api.url + STREAM, undefined, headers)),
  );
  streams.push(...opened);
  return opened;
}
const refused = async (headers: Record<string, string>) => {
  const { status, body, headers: received } = await api.get(STREAM, headers);
  return [status, body.code, received.get('retry-after')];
};

test('limits the streams of a token or session; others still get theirs, up to the limit of all', async () => {
  const [first] = await open(bearer(readToken), 3);
  expect(await refused(bearer(readToken))).toEqual([429, 'too-many-requests', '30']);
  // The token that only reads cannot be many clients by naming sessions.
  expect(await refused(of(session(1), readToken))).toEqual([429, 'too-many-requests', '30']);
  await open(of(session(1)), 3);
  expect(await refused(of(session(1)))).toEqual([429, 'too-many-requests', '30']);
  await open(of(session(2)), 2);
  await open(bearer(token));
  expect(await refused(of(session(3)))).toEqual([503, 'too-many-clients', '30']);
  first?.close();
  await expect
    .poll(async () =>
      open(bearer(readToken)).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});

test('a stream that is refused for another reason does not count', async () => {
  for (const { close } of streams.splice(0)) close();
  await expect.poll(async () => (await api.get('/health', bearer(token))).status).toBe(200);
  for (let n = 0; n < 12; n += 1) {
    const unknown = await api.get(`${STREAM}?runId=${'0'.repeat(24)}`, of(session(10 + n)));
    expect(unknown.status).toBe(404);
  }
  await expect
    .poll(async () =>
      open(of(session(4)), 3).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});

test('each session of the dashboard has a rate limit of its own', async () => {
  const ask = async (headers: Record<string, string>) =>
    (await Promise.all(Array.from({ length: 45 }, () => api.get('/api/session', headers)))).map(
      ({ status }) => status,
    );
  const busy = await ask(of(session(5)));
  expect(busy.filter((status) => status === 200)).toHaveLength(40);
  expect(busy.filter((status) => status === 429)).toHaveLength(5);
  expect((await api.get('/api/session', of(session(6)))).status).toBe(200);
  // All sessions that a wrong token or the one that only reads names are one address.
  await ask(of(session(7), readToken));
  expect((await api.get('/api/session', of(session(8), readToken))).status).toBe(429);
  expect((await api.get('/api/session', of(session(9), 'a-wrong-token-of-that-length'))).status).toBe(429);
});

test('a session that was ended is refused by every API process, and no other is', async () => {
  const other = await serveApi({ token, readToken });
  try {
    expect((await other.get('/api/sources', of(session(20)))).status).toBe(200);
    expect((await other.delete('/api/session', of(session(20)))).status).toBe(204);
    for (const path of ['/api/sources', '/api/session', STREAM]) {
      expect((await other.get(path, of(session(20)))).body).toMatchObject({
        status: 401,
        code: 'session-ended',
      });
    }
    expect((await other.post('/api/import/run', {}, of(session(20)))).status).toBe(401);
    expect((await other.get('/health', of(session(20)))).status).toBe(200);
    expect((await other.get('/api/sources', of(session(21)))).status).toBe(200);
    expect((await other.get('/api/sources', bearer(token))).status).toBe(200);
    const { items } = (await other.get('/api/audit', bearer(token))).body;
    expect(items).toMatchObject([{ command: 'endSession', outcome: 'done' }]);
  } finally {
    await other.close();
  }
});

test.each([
  ['names no session', bearer(token), 400],
  ['names none that could be one', of('x'), 400],
  ['has the token that only reads', of(session(30), readToken), 403],
])('a request to end a session that %s is refused', async (_, headers, status) => {
  const other = await serveApi({ token, readToken });
  try {
    expect((await other.delete('/api/session', headers)).status).toBe(status);
  } finally {
    await other.close();
  }
});
