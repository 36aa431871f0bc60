import { afterAll, beforeAll, expect, test } from 'vitest';
import { aRun, openStores } from './stores.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const LONG_AGO = new Date('2026-01-01T12:00:00Z');

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

test('batches of a run that runs again do not hide old ones of others', async () => {
  const { db, database } = stores;
  const again = aRun({ runId: '1'.repeat(24), attempt: 2, status: 'running' });
  const ended = aRun({ runId: '2'.repeat(24), status: 'partial', finishedAt: LONG_AGO });
  await db.collection('import_logs').insertMany([again, ended]);
  const batches = db.collection<{ _id: string; runId: string; payload?: string }>('import_batches');
  await batches.insertMany(
    [again, again, ended].map(({ runId }, n) => {
      const batch = { _id: `${runId}-1-1-${n}`, runId, attempt: 1, batchIndex: n, superseded: false };
      return { ...batch, status: 'failed', finishedAt: LONG_AGO, payload: 'jobs' };
    }),
  );
  expect(await database.retention.forgetPayloads(NOW, 1)).toBe(1);
  expect(await database.retention.forgetPayloads(NOW, 1)).toBe(0);
  const kept = await batches.find({ payload: { $exists: true } }).toArray();
  expect(kept.map(({ runId }) => runId)).toEqual([again.runId, again.runId]);
});
