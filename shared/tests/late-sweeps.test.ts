import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRetentionStore } from '../src/mongo/retention.ts';
import { aRun, openStores, standingStill } from './stores.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const LONG_AGO = new Date('2026-01-01T12:00:00Z');

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

test('a closed job that is reopened while a sweep looks for old ones is kept', async () => {
  const { db, database } = stores;
  const [first, second] = [aJob({ dedupeKey: 'a'.repeat(40) }), aJob({ dedupeKey: 'b'.repeat(40) })];
  const runId = '1'.repeat(24);
  await database.jobs.write(
    [first, second].map((job) => ({ kind: 'insert', job })),
    { runId, at: LONG_AGO },
  );
  const closed = { runId, at: LONG_AGO, reason: 'not-in-feed' as const };
  await database.jobs.close([first.dedupeKey, second.dedupeKey], closed);
  const late = standingStill(db, { collection: 'jobs', method: 'deleteMany' }, () =>
    database.jobs.write(
      [{ kind: 'update', job: first, knownHash: first.contentHash, knownRunId: null, reopens: true }],
      { runId, at: NOW },
    ),
  );
  expect(await createRetentionStore(late).removeClosedJobs(NOW, 10)).toBe(1);
  expect(await database.jobs.find(first.dedupeKey)).toMatchObject({ status: 'open' });
  expect(await database.jobs.find(second.dedupeKey)).toBeNull();
});

test('the kept jobs of a batch that runs again since a sweep looked for old ones are kept', async () => {
  const { db, database } = stores;
  const run = aRun({ status: 'partial', finishedAt: LONG_AGO });
  const logs = db.collection('import_logs');
  await logs.insertOne({ ...run });
  const batch = { attempt: 1, fetchAttempt: 1, batchIndex: 0, records: 1, enqueuedAt: LONG_AGO };
  await database.importBatches.insertWaiting([{ ...batch, batchId: 'kept', runId: run.runId }]);
  await database.importBatches.finish('kept', {
    status: 'failed',
    newJobs: 0,
    updatedJobs: 0,
    unchangedJobs: 0,
    failedJobs: 1,
    finishedAt: LONG_AGO,
    durationMs: 1,
    error: null,
    failures: [],
    failureTotals: {},
    jobs: ['a job'],
  });
  // It has looked for runs that run again, and not yet for the batches.
  const late = standingStill(db, { collection: 'import_logs', method: 'distinct', call: 2 }, () =>
    logs.updateOne({ runId: run.runId }, { $set: { status: 'running', attempt: 2, finishedAt: null } }),
  );
  expect(await createRetentionStore(late).forgetPayloads(NOW, 10)).toBe(0);
  expect(await database.importBatches.keptJobs('kept')).toEqual(['a job']);
});

test('a run that ends again while it is old is kept with its texts, and one of another name too', async () => {
  const { retention, importLogs } = stores.database;
  const run = aRun({ status: 'completed', finishedAt: NOW, sourceUrl: 'https://feeds.test/b' });
  await stores.db.collection('import_logs').insertOne({ ...run });
  expect(await retention.removeRun(run, LONG_AGO)).toBe('kept');
  const later = new Date(NOW.getTime() + 1);
  expect(await retention.removeRun({ ...run, sourceName: 'b' }, later)).toBe('kept');
  expect(await importLogs.find(run.runId)).not.toBeNull();
  expect(await retention.removeRun(run, later)).toBe('removed');
  expect(await retention.removeRun(run, later)).toBe('gone');
});
