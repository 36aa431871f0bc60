import { DAY_MS, MINUTE_MS } from '@feedflow/shared/durations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readToken, type ServedApi, serveApi, token } from './served-api.ts';

const PATH = '/api/acknowledgements';
const full = { Authorization: `Bearer ${token}` };
const dashboard = { ...full, 'X-Feedflow-Session': 'dashboard:command:5f3a09c1' };
const read = { Authorization: `Bearer ${readToken}` };

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi({ token, readToken });
});
afterAll(() => api.close());

const items = async () => (await api.get(PATH, read)).body.items;

test('an acknowledged item is listed with who did it and why, until it is undone; both are audited', async () => {
  const item = 'source-Acme & Co';
  const body = { item, state: 'failed feed-not-found', title: 'Acme & Co failed', reason: 'known' };
  const made = await api.post(PATH, body, dashboard);
  expect(made).toMatchObject({
    status: 201,
    body: { ...body, snoozedUntil: null, by: 'dashboard, full access (session 5f3a09c1)' },
  });
  const lastsMs = Date.parse(made.body.expiresAt) - Date.parse(made.body.at);
  expect(lastsMs).toBe(90 * DAY_MS);
  expect(await items()).toEqual([made.body]);
  const path = `${PATH}/${encodeURIComponent(item)}`;
  expect((await api.delete(`${path}?reason=fixed`, full)).status).toBe(204);
  expect(await items()).toEqual([]);
  expect((await api.delete(path, full)).body.code).toBe('acknowledgement-unknown');
  const audit = (await api.get(`/api/audit?target=${encodeURIComponent(item)}`, read)).body.items;
  expect(audit).toMatchObject([
    { command: 'removeAcknowledgement', outcome: 'acknowledgement-unknown' },
    { command: 'removeAcknowledgement', count: 1, reason: 'fixed', outcome: 'done' },
    { command: 'acknowledge', count: 1, reason: 'known', session: 'dashboard:command:5f3a09c1' },
  ]);
});

test('a snooze ends at its time, and replaces an earlier acknowledgement of the item', async () => {
  await api.post(PATH, { item: 'late', state: '1 a a' }, full);
  const snoozed = await api.post(PATH, { item: 'late', snoozeMinutes: 60 }, full);
  const { at, snoozedUntil, expiresAt } = snoozed.body;
  expect(Date.parse(snoozedUntil) - Date.parse(at)).toBe(60 * MINUTE_MS);
  expect(expiresAt).toBe(snoozedUntil);
  expect(await items()).toEqual([snoozed.body]);
  const { acknowledgements } = api.database;
  expect(await acknowledgements.list(new Date(Date.parse(snoozedUntil) - 1))).toHaveLength(1);
  expect(await acknowledgements.list(new Date(snoozedUntil))).toEqual([]);
  await acknowledgements.remove('late');
});

test.each([
  [{ item: 'late' }, 'snoozeMinutes: is needed without a state'],
  [{ item: 'late', snoozeMinutes: 10_081 }, 'snoozeMinutes'],
  [{ item: 'a/b', state: 'x' }, 'item: must be the id of an attention item'],
  [{ item: 'late', state: '' }, 'state'],
])('%j is refused', async (body, fault) => {
  expect(await api.post(PATH, body, full)).toMatchObject({
    status: 400,
    text: expect.stringContaining(fault),
  });
});

test('who may only read can list, not acknowledge or undo', async () => {
  await api.post(PATH, { item: 'late', state: 'x' }, full);
  expect((await api.post(PATH, { item: 'late', state: 'y' }, read)).status).toBe(403);
  expect((await api.delete(`${PATH}/late`, read)).status).toBe(403);
  expect(await items()).toMatchObject([{ item: 'late', state: 'x' }]);
  await api.database.acknowledgements.remove('late');
});

test('the deletion of a source ends what was acknowledged about it', async () => {
  for (const item of ['source-off', 'shrunk-off', 'moved-off', 'source-acme'])
    await api.post(PATH, { item, snoozeMinutes: 60 }, full);
  await api.delete('/api/sources/off', full);
  expect(await items()).toMatchObject([{ item: 'source-acme' }]);
});
