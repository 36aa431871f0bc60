import { expectFeed } from '@feedflow/infra/testing/sample-feeds/expect-feed';
import { jobPosting } from '@feedflow/shared/model/job';
import { jobIds } from '@feedflow/shared/queues/names';
import { upsertBatchPayload } from '@feedflow/shared/queues/payloads';
import { cancelRun } from '@feedflow/shared/run/cancel-run';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { Job } from 'bullmq';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline, waitForJob } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeEach(async () => {
  pipeline = await startPipeline({ batchAttempts: 1, batchTimeoutMs: 30_000 });
});
afterEach(() => pipeline.close());

const options = { batchAttempts: 1 };
const rerun = (runId: string, batches: number[] | null = null) =>
  rerunBatches(pipeline.deps, options, runId, batches);

/**
 * Makes MongoDB refuse the jobs of one title, in any batch: the rule of a validator is what an
 * operator's own constraint would be.
 */
async function refuseTitles(pattern: string | null): Promise<void> {
  await pipeline.db.command({
    collMod: 'jobs',
    validator: pattern === null ? {} : { title: { $not: { $regex: pattern } } },
    validationAction: 'error',
  });
}

/** Imports 100 records in 5 batches of which two fail as a whole. */
async function importWithFailedBatches(name: string) {
  await pipeline.queues.batches.pause();
  pipeline.startWorker();
  const source = await pipeline.addSource({
    name,
    url: pipeline.feedsUrl + pipeline.feeds.publish(name, { records: 100, broken: 5, duplicates: 3 }),
  });
  const { runId } = await pipeline.startImport(source);
  for (const batchIndex of [1, 3]) {
    const job = await waitForJob(
      pipeline,
      jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex }),
    );
    const { dedupeKey } = jobPosting.parse(upsertBatchPayload.parse(job.data).jobs[7]);
    pipeline.failingKeys.add(dedupeKey);
  }
  await pipeline.queues.batches.resume();
  const run = await pipeline.waitForEnd(runId);
  pipeline.failingKeys.clear();
  return { runId, run, source };
}

test('only the failed batches run again, as the next attempt of the same run, and the totals become complete', async () => {
  const expected = expectFeed({ records: 100, broken: 5, duplicates: 3 });
  const { runId, run } = await importWithFailedBatches('rerun');
  expect(run).toMatchObject({
    status: 'partial',
    newJobs: 52,
    failedJobs: 45,
    duplicateJobs: 3,
    meta: { failedBatches: 2 },
  });
  const before = await pipeline.jobsOf('rerun');
  // As if its last fetch attempt had broken off before it read as much as an earlier one.
  await pipeline.db.collection('import_logs').updateOne({ runId }, { $set: { 'meta.rereadRecords': 7 } });

  const started = await rerun(runId);
  expect(started).toEqual({ runId, attempt: 2, batches: 2, records: 40 });
  const after = await pipeline.waitForEnd(runId);
  expect(after).toMatchObject({
    // The feed's own broken records are still broken, and few enough.
    status: 'completed',
    warnings: [{ code: 'records-failed', count: 5 }],
    totalFetched: 100,
    newJobs: expected.distinct,
    duplicateJobs: 3,
    failedJobs: 5,
    attempt: 2,
    // It reads no feed.
    meta: { totalBatches: 5, processedBatches: 5, failedBatches: 0, rereadRecords: null },
    attempts: [
      { attempt: 1, trigger: 'manual', status: 'partial', newJobs: 52, failedJobs: 45 },
      { attempt: 2, trigger: 'rerun', status: 'completed', newJobs: 92, failedJobs: 5 },
    ],
  });
  expect(after.failureTotals).toEqual({
    'title-missing': expect.any(Number),
    'identity-missing': expect.any(Number),
  });
  const jobs = await pipeline.jobsOf('rerun');
  expect(jobs).toHaveLength(expected.distinct);
  // What had succeeded was not touched.
  expect(jobs).toEqual(expect.arrayContaining(before));
  const { items } = await pipeline.database.importBatches.list(runId, { limit: 10 });
  expect(items.map(({ batchIndex, attempt, status }) => [batchIndex, attempt, status])).toEqual([
    [0, 1, 'completed'],
    [1, 2, 'completed'],
    [2, 1, 'completed'],
    [3, 2, 'completed'],
    [4, 1, 'completed'],
  ]);
  const first = await pipeline.database.importBatches.list(runId, { attempt: 1, limit: 10 });
  expect(first.items.map(({ status }) => status)).toEqual([
    'completed',
    'failed',
    'completed',
    'failed',
    'completed',
  ]);
});

test('a batch whose jobs retention forgets meanwhile stays failed', async () => {
  const { runId } = await importWithFailedBatches('forgotten');
  const { importBatches } = pipeline.database;
  const rerunnable: typeof importBatches.rerunnable = async (...args) => {
    const chosen = await importBatches.rerunnable(...args);
    const [first] = chosen.map(({ batchId }) => ({ _id: batchId }));
    await pipeline.db
      .collection<{ _id: string }>('import_batches')
      .updateOne({ _id: String(first?._id) }, { $unset: { payload: '' } });
    return chosen;
  };
  Object.assign(pipeline.deps.database, { importBatches: { ...importBatches, rerunnable } });
  await pipeline.queues.feeds.pause();
  await rerunBatches({ ...pipeline.deps, database: pipeline.database }, options, runId, null);
  await pipeline.queues.feeds.resume();
  const after = await pipeline.waitForEnd(runId);
  Object.assign(pipeline.deps.database, { importBatches });
  expect(after).toMatchObject({ totalFetched: 100, newJobs: 72, failedJobs: 25, error: null });
});

test('re-runs chosen batches only, also after Redis was emptied', async () => {
  const { runId } = await importWithFailedBatches('chosen');
  expect(await rerun(runId, [3])).toMatchObject({ attempt: 2, batches: 1, records: 20 });
  expect(await pipeline.waitForEnd(runId)).toMatchObject({
    newJobs: 72,
    failedJobs: 25,
    meta: { failedBatches: 1 },
  });

  const keys = await pipeline.redis.keys(`${pipeline.sandbox.redisPrefix}:*`);
  if (keys.length > 0) await pipeline.redis.del(keys);
  expect(await rerun(runId)).toMatchObject({ attempt: 3, batches: 1 });
  expect(await pipeline.waitForEnd(runId)).toMatchObject({
    attempt: 3,
    newJobs: 92,
    failedJobs: 5,
    meta: { failedBatches: 0 },
  });
});

test('re-runs jobs that MongoDB refused, and leaves the others of their batch unchanged', async () => {
  pipeline.startWorker();
  await pipeline.importFeed('warm-up', { records: 1 });
  await refuseTitles('a');
  const run = await pipeline.importFeed('refused', { records: 60 });
  expect(run.failureTotals).toEqual({ 'write-rejected': run.failedJobs });
  expect(run.failedJobs).toBeGreaterThan(0);
  expect(run.newJobs + run.failedJobs).toBe(60);
  expect(run.failures[0]).toMatchObject({
    stage: 'upsert',
    dedupeKey: expect.any(String),
    batchIndex: expect.any(Number),
  });
  await refuseTitles(null);
  await rerun(run.runId);
  const after = await pipeline.waitForEnd(run.runId);
  expect(after).toMatchObject({
    status: 'completed',
    totalFetched: 60,
    newJobs: 60,
    failedJobs: 0,
    failureTotals: {},
    failures: [],
  });
});

test('of two simultaneous re-runs one is started', async () => {
  const { runId } = await importWithFailedBatches('twice');
  const results = await Promise.allSettled([rerun(runId), rerun(runId), rerun(runId)]);
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  for (const one of results)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'run-already-running' });
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ attempt: 2, newJobs: 92 });
});

test('refuses a re-run while another run of the source is running, without failed batches, and for an unknown run', async () => {
  const { runId, source } = await importWithFailedBatches('refusals');
  await pipeline.queues.feeds.pause();
  const other = await pipeline.startImport(source);
  await expect(rerun(runId)).rejects.toMatchObject({
    code: 'run-already-running',
    details: { runId: other.runId },
  });
  await pipeline.queues.feeds.resume();
  const whole = await pipeline.waitForEnd(other.runId);
  await expect(rerun(whole.runId)).rejects.toMatchObject({ code: 'nothing-to-rerun' });
  await expect(rerun(runId, [0, 2])).rejects.toMatchObject({ code: 'nothing-to-rerun' });
  await expect(rerun('0'.repeat(24))).rejects.toMatchObject({ code: 'run-unknown' });
});

test('after a re-run of an older run the feed is read, though it was not modified', async () => {
  const name = 'older';
  const { runId, source } = await importWithFailedBatches(name);
  pipeline.feeds.publish(name, { records: 100, broken: 5, duplicates: 3, changed: 60, etag: 1 });
  const newer = await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
  expect(newer).toMatchObject({ newJobs: 40, failedJobs: 5 });
  const hashes = async () => {
    const jobs = await pipeline.jobsOf(name);
    return new Map(jobs.map(({ dedupeKey, contentHash }) => [dedupeKey, contentHash]));
  };
  const imported = await hashes();
  const response = async () => (await pipeline.database.sources.findByName(name))?.http;
  const kept = await response();
  expect(kept?.etag).toEqual(expect.any(String));
  await rerun(runId);
  await pipeline.waitForEnd(runId);
  // Its response is older.
  expect(await response()).toEqual(kept);
  expect(await hashes()).not.toEqual(imported);
  const next = await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
  expect(next).toMatchObject({ status: newer.status, http: { notModified: false } });
  expect(await hashes()).toEqual(imported);
});

test('batches of a re-run that was cancelled can run again', async () => {
  const { runId } = await importWithFailedBatches('cancelled');
  await pipeline.queues.batches.pause();
  await rerun(runId);
  await waitForJob(pipeline, jobIds.upsertBatch({ runId, attempt: 2, fetchAttempt: 1, batchIndex: 3 }));
  await cancelRun(pipeline.deps, runId);
  await pipeline.queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'cancelled', newJobs: 52 });
  expect(await rerun(runId)).toEqual({ runId, attempt: 3, batches: 2, records: 40 });
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', newJobs: 92, failedJobs: 5 });
});

test('a re-run that is cancelled while it enqueues its batches counts each record once', async () => {
  const { runId } = await importWithFailedBatches('cancelled-early');
  const { database } = pipeline.deps;
  const { importBatches } = database;
  const supersede = () => Promise.reject(new Error('the call was given up'));
  Object.assign(database, { importBatches: { ...importBatches, supersede } });
  await pipeline.queues.batches.pause();
  await rerun(runId);
  const step = () => Job.fromId(pipeline.queues.feeds, jobIds.requeueBatches({ runId, attempt: 2 }));
  await expect.poll(async () => (await step())?.getState(), { interval: 10 }).toBe('delayed');
  // Before it is executed again.
  await cancelRun(pipeline.deps, runId);
  await pipeline.queues.batches.resume();
  const cancelled = await pipeline.waitForEnd(runId);
  Object.assign(database, { importBatches });
  expect(cancelled).toMatchObject({
    status: 'cancelled',
    error: null,
    newJobs: 52,
    meta: { totalBatches: 5, processedBatches: 4, failedBatches: 1 },
  });
  expect(await rerun(runId)).toEqual({ runId, attempt: 3, batches: 2, records: 40 });
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', newJobs: 92, failedJobs: 5 });
});
