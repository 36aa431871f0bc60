import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditLogUncapped } from '../src/mongo/migrations/0004-audit-log-uncapped.ts';
import { openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const entry = {
  at: new Date('2026-01-01T10:00:00Z'),
  client: 'API_TOKEN',
  address: '127.0.0.1',
  session: null,
  sessionAddress: null,
  command: 'startImport',
  target: 'acme',
  count: null,
  reason: null,
  changes: null,
  outcome: 'done',
  requestId: 'r',
};
const collection = () => stores.db.collection('audit_log');

test('an entry has a bounded size, whatever is written into it', async () => {
  const long = 'ü'.repeat(100_000);
  await stores.database.auditLog.write({
    ...entry,
    target: long,
    reason: long,
    session: long,
    changes: {
      fields: ['url'],
      url: { from: long, to: long },
      droppedSecrets: Array.from({ length: 20 }, (_, n) => `X-${n}-`.padEnd(100, 'x')),
      takenSecrets: [],
    },
  });
  const [size] = await collection()
    .aggregate([{ $project: { bytes: { $bsonSize: '$$ROOT' } } }])
    .toArray();
  expect(size?.['bytes']).toBeLessThan(8_000);
  const [{ target } = { target: '' }] = (await stores.database.auditLog.list({ limit: 1 })).items;
  expect(target).toBe(`${'ü'.repeat(499)}…`);
});

test('a refusal is counted in its entry for an hour, and then has a new one', async () => {
  const writeAt = (time: string) =>
    stores.database.auditLog.write({ ...entry, at: new Date(time), outcome: 'source-disabled' });
  await writeAt('2026-01-01T10:00:00Z');
  await writeAt('2026-01-01T10:59:00Z');
  await writeAt('2026-01-01T11:01:00Z');
  const times = await collection().find({ outcome: 'source-disabled' }).sort({ _id: 1 }).toArray();
  expect(times.map((one) => one['times'])).toEqual([2, 1]);
});

test('a ring of an earlier version becomes a log that is bounded by age, and keeps its entries', async () => {
  const { db } = stores;
  await collection().drop();
  await db.createCollection('audit_log', { capped: true, size: 1024 * 1024 });
  const { session, sessionAddress, changes, ...older } = entry;
  await collection().insertMany(Array.from({ length: 2_500 }, (_, n) => ({ ...older, requestId: `r${n}` })));
  const ids = await collection().distinct('_id');

  const stopped = { db, signal: AbortSignal.abort(new Error('the process stops')) };
  await expect(auditLogUncapped.up(stopped)).rejects.toThrow('the process stops');
  // Entries of earlier versions have ids by the clock of their process.
  await stores.database.auditLog.write({
    ...entry,
    at: new Date(Date.now() + 1_000),
    requestId: 'meanwhile',
  });
  const context = { db, signal: new AbortController().signal };
  await auditLogUncapped.up(context);
  await auditLogUncapped.up(context);

  expect(await collection().isCapped()).toBe(false);
  expect(await collection().countDocuments({ _id: { $in: ids } })).toBe(2_500);
  expect(await collection().countDocuments()).toBe(2_501);
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('audit_log'))).toEqual(['audit_log']);
  const { items } = await stores.database.auditLog.list({ limit: 2 });
  expect(items).toMatchObject([
    { requestId: 'meanwhile' },
    { requestId: 'r2499', session: null, changes: null, times: 1, lastAt: entry.at },
  ]);
});
