import { connectMongo } from '@feedflow/shared/mongo/connect';
import { createLog } from '@feedflow/shared/process/log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readToken, type ServedApi, serveApi, token } from './served-api.ts';

let api: ServedApi;
const full = { Authorization: `Bearer ${token}` };
const read = { Authorization: `Bearer ${readToken}` };

beforeAll(async () => {
  api = await serveApi({ token, readToken });
});
afterAll(() => api.close());

test('every command is recorded: who, what, how many, why, and how it ended', async () => {
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

test('a command is done where MongoDB takes neither its audit entry nor its kept response', async () => {
  const log = createLog('test', { level: 'silent', pretty: false });
  const mongo = await connectMongo(
    { log },
    { uri: api.sandbox.mongoUri, bootTimeoutMs: 10_000, appName: 'test' },
  );
  const refuse = (collection: string, validator: object) =>
    mongo.db().command({ collMod: collection, validator, validationAction: 'error' });
  await refuse('audit_log', { $expr: false });
  await refuse('idempotency_keys', { answer: null });
  const keyed = { ...full, 'Idempotency-Key': 'not-kept' };
  const disabled = await api.post('/api/sources/beta/disable', {}, keyed);
  const refused = await api.post(
    '/api/sources/nobody/disable',
    {},
    { ...full, 'Idempotency-Key': 'refused' },
  );
  await refuse('audit_log', {});
  await refuse('idempotency_keys', {});
  await mongo.close();
  expect(disabled).toMatchObject({ status: 200, body: { enabled: false } });
  expect(refused).toMatchObject({ status: 404, body: { code: 'source-unknown' } });
  expect((await api.get('/api/audit?target=beta', read)).body.items).toEqual([]);
});

test('a change of a source is recorded with its fields and addresses, and without a secret', async () => {
  const secret = 'the-key-of-the-feed';
  const url = `https://old.test/f?key=${secret}`;
  await api.post('/api/sources', { name: 'moves', url, headers: { 'X-Key': secret } }, full);
  await api.patch('/api/sources/moves', { url: 'https://new.test/f', dialect: 'rss' }, full);
  const along = { url: 'https://newer.test/f', headers: { 'X-New': secret }, keepSecrets: true };
  await api.patch('/api/sources/moves', { headers: { 'X-Key': secret } }, full);
  await api.patch('/api/sources/moves', along, full);
  await api.delete('/api/sources/moves', full);
  const response = await api.get('/api/audit?target=moves', read);
  expect(response.text).not.toContain(secret);
  const [removed, taken, , changed, added] = response.body.items;
  expect(added.changes).toEqual({
    fields: [],
    url: { from: null, to: 'https://old.test/f?…' },
    droppedSecrets: [],
    takenSecrets: [],
  });
  expect(changed.changes).toEqual({
    fields: ['url', 'dialect', 'headers'],
    url: { from: 'https://old.test/f?…', to: 'https://new.test/f' },
    droppedSecrets: ['X-Key'],
    takenSecrets: [],
  });
  expect(taken.changes).toMatchObject({ droppedSecrets: [], takenSecrets: ['X-Key'] });
  expect(removed.changes).toMatchObject({ url: { from: 'https://newer.test/f', to: null } });
});

const session = {
  'X-Feedflow-Session': 'dashboard:command:5f3a09c1',
  'X-Feedflow-Session-Address': '192.0.2.7',
};

test('the user of a command is accepted only from clients that may send commands', async () => {
  const newest = async (client: ServedApi) => (await client.get('/api/audit?limit=1', full)).body.items[0];
  await api.post('/api/sources/beta/disable', {}, { ...full, ...session });
  expect(await newest(api)).toMatchObject({
    client: 'API_TOKEN',
    session: 'dashboard:command:5f3a09c1',
    sessionAddress: '192.0.2.7',
  });
  await api.post('/api/sources/beta/enable', {}, full);
  expect(await newest(api)).toMatchObject({ session: null, sessionAddress: null });
  for (const [name, value] of [
    ['X-Feedflow-Session', 'a b'],
    ['X-Feedflow-Session', 'x'.repeat(101)],
    ['X-Feedflow-Session-Address', 'localhost'],
  ]) {
    const response = await api.post(
      '/api/sources/beta/enable',
      {},
      { ...full, [name as string]: value as string },
    );
    expect(response.body).toMatchObject({ status: 400, detail: expect.stringContaining(`${name}: must be`) });
  }
  const open = await serveApi();
  try {
    await open.post('/api/sources/beta/disable', {}, session);
    expect(await newest(open)).toMatchObject({ client: 'anyone', session: null, sessionAddress: null });
  } finally {
    await open.close();
  }
});

test('a dashboard reports logins; the token that reads cannot', async () => {
  const report = (body: object, headers = full) =>
    api.post('/api/audit/logins', body, { ...headers, ...session });
  expect((await report({ event: 'logIn' })).status).toBe(204);
  expect((await report({ event: 'logOut' })).status).toBe(204);
  expect((await report({ event: 'logIn', outcome: 'password-wrong' })).status).toBe(204);
  const once = { ...full, 'Idempotency-Key': 'login-1' };
  expect((await report({ event: 'logOut' }, once)).status).toBe(204);
  expect((await report({ event: 'logOut' }, once)).status).toBe(204);
  expect((await report({ event: 'logIn' }, read)).status).toBe(403);
  expect((await report({ event: 'other' })).status).toBe(400);
  const { items } = (await api.get('/api/audit?limit=4', read)).body;
  expect(items).toMatchObject([
    { command: 'logOut', outcome: 'done' },
    { command: 'logIn', outcome: 'password-wrong', sessionAddress: '192.0.2.7', target: null },
    { command: 'logOut', outcome: 'done' },
    { command: 'logIn', outcome: 'done', session: 'dashboard:command:5f3a09c1' },
  ]);
});

test('what is refused in the same way again and again is one entry, and what is done is one each', async () => {
  const refuse = (source: string) => api.post('/api/import/run', { source }, full);
  for (let n = 0; n < 20; n += 1) await refuse('nobody');
  await refuse('nobody-else');
  for (let n = 0; n < 3; n += 1) await api.post('/api/sources/beta/enable', { reason: 'again' }, full);
  const [a, b, c, other, same] = (await api.get('/api/audit?limit=5', read)).body.items;
  for (const done of [a, b, c]) expect(done).toMatchObject({ command: 'enableSource', times: 1 });
  expect(other).toMatchObject({ target: 'nobody-else', outcome: 'source-unknown', times: 1 });
  expect(same).toMatchObject({ target: 'nobody', outcome: 'source-unknown', times: 20 });
  expect(Date.parse(same.lastAt)).toBeGreaterThan(Date.parse(same.at));
});

test('a request that is refused before it is a command is not recorded', async () => {
  const before = (await api.get('/api/audit', full)).body.items.length;
  await api.post('/api/import/run', { source: 'acme', force: true }, full);
  await api.post('/api/import/run', { source: 'acme' }, read);
  expect((await api.get('/api/audit', full)).body.items).toHaveLength(before);
});

test('the same Idempotency-Key gives the same response, and does the work once', async () => {
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

test('a key reused for another request is refused, an invalid key too', async () => {
  const ask = (key: string, minutes: number) =>
    api.post(
      '/api/sources',
      { name: `k${minutes}`, url: `https://k${minutes}.test/f`, intervalMinutes: minutes },
      { ...full, 'Idempotency-Key': key },
    );
  expect((await ask('same', 1)).status).toBe(201);
  expect((await ask('same', 2)).body).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
  const command = (path: string) => api.post(path, {}, { ...full, 'Idempotency-Key': 'same' });
  expect((await command('/api/sources/k1/disable')).body).toMatchObject({ enabled: false });
  expect((await command('/api/sources/acme/disable')).body).toMatchObject({ code: 'idempotency-key-reused' });
  // Each operation has keys of its own.
  expect((await command('/api/sources/k1/enable')).body).toMatchObject({ enabled: true });
  expect((await ask('x'.repeat(201), 3)).status).toBe(400);
  expect((await ask('', 3)).status).toBe(400);
});

test('of twenty concurrent requests with one key one is performed', async () => {
  const ask = () => api.post('/api/import/run', { source: 'beta' }, { ...full, 'Idempotency-Key': 'twenty' });
  const responses = await Promise.all(Array.from({ length: 20 }, ask));
  for (const response of responses) {
    if (response.status === 202) continue;
    expect(response.body).toMatchObject({ status: 409, code: 'idempotency-key-in-use' });
    expect(response.headers.get('retry-after')).toBe('1');
  }
  const last = await ask();
  expect(last.status).toBe(202);
  const runs = (await api.get('/api/import-logs?source=beta', full)).body.items;
  expect(runs.map((run: { runId: string }) => run.runId)).toEqual([last.body.runs[0].runId]);
});
