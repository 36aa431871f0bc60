import { afterAll, beforeAll, expect, test } from 'vitest';
import { readToken, type ServedApi, serveApi, token } from './served-api.ts';

let api: ServedApi;
const full = { Authorization: `Bearer ${token}` };
const read = { Authorization: `Bearer ${readToken}` };

beforeAll(async () => {
  api = await serveApi({ token, readToken });
});
afterAll(() => api.close());

test('every command is written down: who, what, how many, why, and how it ended', async () => {
  const { body } = await api.post('/api/import/run', { source: 'acme', reason: 'a new feed' }, full);
  const [{ runId }] = body.runs;
  await api.post('/api/import/run', { source: 'acme' }, full);
  await api.post(`/api/import-logs/${runId}/cancel`, { reason: 'wrong feed' }, full);
  await api.patch('/api/sources/off', { intervalMinutes: 5 }, full);
  await api.delete('/api/sources/off?reason=unused', full);
  const { items } = (await api.get('/api/audit', read)).body;
  expect(items).toMatchObject([
    { command: 'removeSource', target: 'off', count: 1, reason: 'unused', outcome: 'done' },
    { command: 'changeSource', target: 'off', outcome: 'done' },
    { command: 'cancelRun', target: runId, reason: 'wrong feed', outcome: 'done' },
    { command: 'startImport', target: 'acme', count: null, outcome: 'run-already-running' },
    {
      command: 'startImport',
      target: 'acme',
      count: 1,
      reason: 'a new feed',
      outcome: 'done',
      client: 'API_TOKEN',
    },
  ]);
  const page = (await api.get('/api/audit?limit=2', read)).body;
  const next = (await api.get(`/api/audit?limit=2&cursor=${page.nextCursor}`, read)).body;
  expect(next.items).toEqual(items.slice(2, 4));
  const cancels = (await api.get(`/api/audit?command=cancelRun&target=${runId}`, read)).body;
  expect(cancels.items).toHaveLength(1);
});

test('a request that is refused before it is a command is not written down', async () => {
  const before = (await api.get('/api/audit', full)).body.items.length;
  await api.post('/api/import/run', { source: 'acme', force: true }, full);
  await api.post('/api/import/run', { source: 'acme' }, read);
  expect((await api.get('/api/audit', full)).body.items).toHaveLength(before);
});

test('the same Idempotency-Key gives the same answer, and does the work once', async () => {
  const ask = (key: string, body: unknown) =>
    api.post('/api/sources', body, { ...full, 'Idempotency-Key': key });
  const source = { name: 'once', url: 'https://once.test/f' };
  const first = await ask('key-1', source);
  expect(first).toMatchObject({ status: 201 });
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  const again = await ask('key-1', source);
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  // What was refused stays refused, also once it would work.
  const refused = await ask('key-2', source);
  expect(refused.body).toMatchObject({ status: 409, code: 'source-exists' });
  await api.delete('/api/sources/once', full);
  expect((await ask('key-2', source)).body).toMatchObject({ status: 409, code: 'source-exists' });
  expect((await ask('key-3', source)).status).toBe(201);
});

test('a key that comes with another request is a mistake, a key that is none too', async () => {
  const ask = (key: string, minutes: number) =>
    api.post(
      '/api/sources',
      { name: `k${minutes}`, url: `https://k${minutes}.test/f`, intervalMinutes: minutes },
      { ...full, 'Idempotency-Key': key },
    );
  expect((await ask('same', 1)).status).toBe(201);
  expect((await ask('same', 2)).body).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
  expect((await ask('x'.repeat(201), 3)).status).toBe(400);
  expect((await ask('', 3)).status).toBe(400);
});

test('of twenty requests at once with one key one is performed', async () => {
  const ask = () => api.post('/api/import/run', { source: 'beta' }, { ...full, 'Idempotency-Key': 'twenty' });
  const answers = await Promise.all(Array.from({ length: 20 }, ask));
  for (const answer of answers) {
    if (answer.status === 202) continue;
    expect(answer.body).toMatchObject({ status: 409, code: 'idempotency-key-in-use' });
    expect(answer.headers.get('retry-after')).toBe('1');
  }
  const last = await ask();
  expect(last.status).toBe(202);
  const runs = (await api.get('/api/import-logs?source=beta', full)).body.items;
  expect(runs.map((run: { runId: string }) => run.runId)).toEqual([last.body.runs[0].runId]);
});
