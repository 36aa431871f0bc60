import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '../src/durations.ts';
import { sourceConfig } from '../src/model/source.ts';
import { openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const acme = sourceConfig.parse({ name: 'acme', url: 'https://feeds.test/acme' });

beforeEach(async () => {
  await stores.db.collection('sources').deleteMany({});
  await stores.database.sources.upsert([acme], at(0));
});

test('of ten schedulers that see one tick, one gets it', async () => {
  const claims = await Promise.all(
    Array.from({ length: 10 }, () => stores.database.sources.claimTick('acme', at(5), 0, new Date())),
  );
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await stores.database.sources.claimTick('acme', at(6), 0, new Date())).toBe(true);
});

test('a tick older than the last claimed one is not given out', async () => {
  await stores.database.sources.claimTick('acme', at(5), 0, new Date());
  expect(await stores.database.sources.claimTick('acme', at(4), 0, new Date())).toBe(false);
});

test('the database enforces an interval for all schedulers', async () => {
  const { sources } = stores.database;
  expect(await sources.claimTick('acme', at(5), 300_000, new Date())).toBe(true);
  expect(await sources.claimTick('acme', at(9), 300_000, new Date())).toBe(false);
  expect(await sources.claimTick('acme', at(10), 300_000, new Date())).toBe(true);
});

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

test('a tick of the future is not given out, whatever the clock of the process that sees it', async () => {
  const { sources } = stores.database;
  expect(await sources.claimTick('acme', inDays(10), 0, new Date())).toBe(false);
  expect(await sources.claimTick('acme', inDays(1 / 24), 3_600_000, new Date())).toBe(false);
  expect((await sources.findByName('acme'))?.lastTickAt).toBeNull();
  expect(await sources.claimTick('acme', inDays(-10), 0, new Date())).toBe(true);
});

test('a tick that was taken in the future is forgotten by one of the schedulers that see it', async () => {
  const { sources } = stores.database;
  const beta = sourceConfig.parse({ name: 'beta', url: 'https://feeds.test/beta' });
  await sources.upsert([beta], at(0));
  await sources.claimTick('beta', at(5), 0, new Date());
  const lastTickAt = inDays(10);
  await stores.db.collection('sources').updateOne({ name: 'acme' }, { $set: { lastTickAt } });
  expect(await sources.claimTick('acme', inDays(0), 0, new Date())).toBe(false);
  const forgotten = await Promise.all([1, 2, 3].map(() => sources.forgetFutureTicks()));
  expect(forgotten.flat()).toEqual([{ name: 'acme', lastTickAt }]);
  expect(await sources.claimTick('acme', inDays(0), 0, new Date())).toBe(true);
  expect((await sources.findByName('beta'))?.lastTickAt).toEqual(at(5));
});

test('a recurring task has no tick of the future, and one taken there does not stop it', async () => {
  const { taskTicks } = stores.database;
  expect(await taskTicks.claim('task', inDays(2))).toBe(false);
  expect(await taskTicks.claim('task', inDays(-1))).toBe(true);
  expect(await taskTicks.claim('task', inDays(-2))).toBe(false);
  await stores.db
    .collection<{ _id: string }>('claims')
    .updateOne({ _id: 'task' }, { $set: { tickAt: inDays(10) } });
  const now = inDays(0);
  const claimed = await Promise.all([1, 2, 3, 4].map(() => taskTicks.claim('task', now)));
  expect(claimed.filter(Boolean)).toHaveLength(1);
});

test('a claimed tick is forgotten once, and not where another scheduler has claimed it again', async () => {
  const { sources } = stores.database;
  await sources.claimTick('acme', at(5), 0, at(6));
  const seen = await sources.findByName('acme');
  if (!seen) throw new Error('no source');
  expect(await sources.forgetTick(seen)).toBe(true);
  expect(await sources.claimTick('acme', at(5), 0, at(8))).toBe(true);
  expect(await sources.forgetTick(seen)).toBe(false);
  expect((await sources.findByName('acme'))?.lastTickAt).toEqual(at(5));
});

test('a disabled or unknown source has no ticks', async () => {
  await stores.database.sources.upsert([{ ...acme, enabled: false }], at(1));
  expect(await stores.database.sources.claimTick('acme', at(5), 0, new Date())).toBe(false);
  expect(await stores.database.sources.claimTick('nobody', at(5), 0, new Date())).toBe(false);
});

test('sources are added and updated by name, never deleted, and keep their state', async () => {
  const { sources } = stores.database;
  await sources.recordSkippedTick('acme', at(3), 'run-already-running', 'r1');
  const beta = sourceConfig.parse({ name: 'beta', url: 'https://feeds.test/beta', schedule: '5 * * * *' });
  expect(await sources.upsert([beta], at(4))).toMatchObject([{ command: 'addSource', name: 'beta' }]);
  expect(await sources.upsert([{ ...acme, intervalMinutes: 7 }, beta], at(5))).toMatchObject([
    { name: 'acme', changes: { fields: ['intervalMinutes'] } },
  ]);
  const listed = await sources.list();
  expect(listed.map((source) => source.name)).toEqual(['acme', 'beta']);
  expect(listed[0]).toMatchObject({ intervalMinutes: 7, skippedTicks: 1, lastSkippedTick: { runId: 'r1' } });
  await sources.upsert([acme], at(6));
  expect(await sources.findByName('acme')).not.toHaveProperty('intervalMinutes');
});

test('two names for one url are refused with both names', async () => {
  const copy = sourceConfig.parse({ name: 'copy', url: acme.url });
  await expect(stores.database.sources.upsert([copy], at(1))).rejects.toMatchObject({
    code: 'source-exists',
    message: expect.stringMatching(/copy.*"acme"/),
  });
});

test('runs in a row whose feed ended its reader are counted once each, until one does not, or the source is enabled', async () => {
  const { sources } = stores.database;
  const end = (minute: number, crashed: boolean) =>
    sources.recordRunEnd('acme', {
      runId: `crash-${minute}`,
      status: 'failed',
      startedAt: at(minute),
      finishedAt: at(minute + 1),
      crashed,
      newJobs: 0,
      updatedJobs: 0,
      removedJobs: 0,
    });
  const crashes = async () => (await sources.findByName('acme'))?.crashesInARow;
  await end(100, true);
  await end(100, true);
  await end(102, true);
  expect(await crashes()).toBe(2);
  await end(104, false);
  expect(await crashes()).toBe(0);
  await end(106, true);
  await sources.setEnabled('acme', true, at(108));
  expect(await crashes()).toBe(0);
});
