import { FeedflowError } from '@feedflow/shared/errors';
import { jobPosting } from '@feedflow/shared/model/job';
import { jobIds } from '@feedflow/shared/queues/names';
import { upsertBatchPayload } from '@feedflow/shared/queues/payloads';
import { newRun } from '@feedflow/shared/run/new-run';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { Binary, ObjectId } from 'mongodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createReaper, type Reaper } from '../../src/schedule/reaper.ts';
import {
  type FeedRequest,
  type RunningPipeline,
  startPipeline,
  waitForJob,
} from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let reaper: Reaper;
const options = {
  batchSize: 20,
  maxBatchSize: 100,
  fetchAttempts: 3,
  batchAttempts: 3,
  intervalSeconds: 59,
  graceMs: 0,
};
beforeEach(async () => {
  pipeline = await startPipeline();
  reaper = createReaper(pipeline.deps, options);
});
afterEach(async () => {
  await reaper.close();
  await pipeline.close();
});

async function emptyRedis(): Promise<void> {
  const keys = await pipeline.redis.keys(`${pipeline.sandbox.redisPrefix}:*`);
  if (keys.length > 0) await pipeline.redis.del(keys);
}

async function startHeld(name: string, records = 100, ...later: FeedRequest[]) {
  await pipeline.queues.batches.pause();
  const worker = pipeline.startWorker();
  const source = await pipeline.addSource({
    name,
    url: pipeline.feedsUrl + pipeline.feeds.publish(name, { records }, ...later),
  });
  const { runId } = await pipeline.startImport(source);
  await expect
    .poll(async () => (await pipeline.database.importLogs.find(runId))?.fetch.status)
    .toBe('completed');
  return { runId, worker };
}

test('lists the changes of a writer that died, also where no run ends', async () => {
  const group = ObjectId.createFromTime(Math.floor(Date.now() / 1_000) - 120);
  const dedupeKey = 'a'.repeat(40);
  await pipeline.db.collection('jobs').insertOne({ dedupeKey, sourceUrl: 'u', changeGroup: group });
  const keys = new Binary(Buffer.from(dedupeKey, 'hex'));
  await pipeline.db.collection('pending_changes').insertOne({ _id: group, runId: null, keys, listed: 0 });
  await reaper.sweep();
  const { changes } = pipeline.database;
  expect((await changes.read({ cursor: undefined, limit: 10 })).items).toMatchObject([{ dedupeKey }]);
});

test('a run whose end cannot be announced does not keep others from being announced', async () => {
  const { importLogs } = pipeline.database;
  const source = await pipeline.addSource({ name: 'announced', url: 'https://feeds.test/announced' });
  const ended = { status: 'completed', unannounced: true } as const;
  const runs = [3, 2].map((minutes) =>
    newRun(source, 'manual', new Date(Date.now() - minutes * 60_000), { batchSize: 20 }),
  );
  const [broken, sound] = runs.map((run) => ({ ...run, ...ended, finishedAt: run.startedAt }));
  await pipeline.db
    .collection('import_logs')
    .insertMany([{ ...broken, newJobs: 'unreadable' }, { ...sound }]);
  await reaper.sweep();
  const left = await importLogs.findUnannounced(new Date(), 10);
  expect(left.map(({ runId }) => runId)).toEqual([broken?.runId]);
});

test('a run whose steps were removed from Redis starts again and ends with exact counters', async () => {
  const { runId } = await startHeld('wiped');
  await emptyRedis();
  const sourceUrl = (await pipeline.database.importLogs.get(runId)).sourceUrl;
  // As if one of its batches had been written.
  await pipeline.db.collection('jobs').insertOne({ dedupeKey: 'b'.repeat(40), sourceUrl, status: 'open' });
  expect(await reaper.sweep()).toEqual(new Map([[runId, 'restarted']]));
  const run = await pipeline.waitForEnd(runId);
  expect(run).toMatchObject({
    status: 'completed',
    totalFetched: 100,
    newJobs: 100,
    attempt: 2,
    error: null,
    fetch: { openBefore: 0 },
    meta: { totalBatches: 5, processedBatches: 5 },
    attempts: [
      { attempt: 1, rescue: false, status: 'failed', finishedAt: expect.any(Date) },
      { attempt: 2, rescue: true, trigger: 'manual', status: 'completed' },
    ],
  });
  expect(await pipeline.jobsOf('wiped')).toHaveLength(100);
});

test('a run that starts again keeps what it wrote before if its feed can no longer be read', async () => {
  const { runId } = await startHeld('gone-since', 100, { status: 404 });
  const written = await pipeline.database.importBatches.list(runId, { limit: 1 });
  const { batchId = '', records = 0 } = written.items[0] ?? {};
  await pipeline.database.importBatches.finish(batchId, {
    status: 'completed',
    newJobs: records,
    updatedJobs: 0,
    unchangedJobs: 0,
    failedJobs: 0,
    finishedAt: new Date(),
    durationMs: 1,
    error: null,
    failures: [],
    failureTotals: {},
  });
  await emptyRedis();
  expect(await reaper.sweep()).toEqual(new Map([[runId, 'restarted']]));
  expect(await pipeline.waitForEnd(runId)).toMatchObject({
    status: 'partial',
    totalFetched: 100,
    newJobs: records,
    failedJobs: 100 - records,
    failureTotals: { 'batch-lost': 100 - records },
    attempt: 2,
    error: { code: 'feed-not-found' },
    fetch: { fetchAttempt: 1, unreplaced: { fetchAttempt: 0, by: 1 } },
  });
});

test('starts a run whose process died between the document and the tree', async () => {
  pipeline.startWorker();
  const source = await pipeline.addSource({
    name: 'no-tree',
    url: pipeline.feedsUrl + pipeline.feeds.publish('no-tree', { records: 30 }),
  });
  const orphan = newRun(source, 'schedule', new Date(Date.now() - 60_000), { batchSize: 20 });
  await pipeline.database.importLogs.insertRunning(orphan);
  expect((await reaper.sweep()).get(orphan.runId)).toBe('restarted');
  expect(await pipeline.waitForEnd(orphan.runId)).toMatchObject({ status: 'completed', newJobs: 30 });
});

test('a reaper that is closed begins nothing more in its sweep', async () => {
  const source = await pipeline.addSource({ name: 'closing', url: 'https://feeds.test/closing' });
  const begun = new Date(Date.now() - 60_000);
  const orphan = newRun(source, 'schedule', begun, { batchSize: 20 });
  await pipeline.database.importLogs.insertRunning(orphan);
  const [seen] = await Promise.all([reaper.sweep(), reaper.close()]);
  expect(seen).toEqual(new Map());
  expect(await pipeline.database.importLogs.get(orphan.runId)).toMatchObject({ attempt: 1 });
});

test('a run that starts again reads all of its feed only if that was requested', async () => {
  pipeline.startWorker();
  const source = await pipeline.addSource({
    name: 'known',
    url: pipeline.feedsUrl + pipeline.feeds.publish('known', { records: 30 }),
  });
  const first = await pipeline.startImport(source);
  await pipeline.waitForEnd(first.runId);
  for (const [full, comparison] of [
    [false, { fullReadReason: null, knownRecords: 30 }],
    [true, { fullReadReason: 'requested', knownRecords: 0 }],
  ] as const) {
    const orphan = newRun(source, 'manual', new Date(Date.now() - 60_000), { batchSize: 20, full });
    await pipeline.database.importLogs.insertRunning(orphan);
    expect((await reaper.sweep()).get(orphan.runId)).toBe('restarted');
    expect(await pipeline.waitForEnd(orphan.runId)).toMatchObject({
      unchangedJobs: 30,
      fetch: { comparison },
    });
  }
});

test('a run whose step ends while it is looked at is not rescued', async () => {
  const { queues, database } = pipeline;
  const url = pipeline.feedsUrl + pipeline.feeds.publish('just-read', { records: 20 });
  const source = await pipeline.addSource({ name: 'just-read', url });
  await queues.batches.pause();
  const { runId } = await pipeline.startImport(source);
  const endingMeanwhile = {
    ...queues,
    isPending: async (jobKey: string) => {
      pipeline.startWorker();
      await expect.poll(async () => (await database.importLogs.find(runId))?.fetch.status).toBe('completed');
      await expect.poll(() => queues.isPending(jobKey)).toBe(false);
      return false;
    },
  };
  const watch = createReaper({ ...pipeline.deps, queues: endingMeanwhile }, options);
  expect(await watch.sweep()).toEqual(new Map([[runId, 'alive']]));
  await watch.close();
  await queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', attempt: 1, newJobs: 20 });
});

test('a run that waits until jobs of its source are closed is not rescued: it would read its feed beside that', async () => {
  const { sourceLocks, importLogs } = pipeline.database;
  const url = pipeline.feedsUrl + pipeline.feeds.publish('locked', { records: 5 });
  const source = await pipeline.addSource({ name: 'locked', url });
  const refusal = () => new FeedflowError('source-changed', 'locked');
  let starting = Promise.resolve({ runId: '' });
  await sourceLocks.whileLocked(url, {
    work: async () => {
      starting = pipeline.startImport(source);
      await expect.poll(() => importLogs.findRunningOf(url)).not.toBeNull();
      expect([...(await reaper.sweep()).values()]).toEqual(['alive']);
    },
    refusal,
  });
  const { runId } = await starting;
  pipeline.startWorker();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', attempt: 1, newJobs: 5 });
});

test('a running run is not rescued', async () => {
  const { runId } = await startHeld('alive');
  expect(await reaper.sweep()).toEqual(new Map([[runId, 'alive']]));
  await pipeline.queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', attempt: 1 });
});

test('two reapers start a run once', async () => {
  const { runId } = await startHeld('two');
  await emptyRedis();
  const other = createReaper(pipeline.deps, options);
  const results = await Promise.all([reaper.sweep(), other.sweep(), reaper.sweep(), other.sweep()]);
  await other.close();
  const outcomes = results.map((result) => result.get(runId));
  expect(outcomes.filter((one) => one === 'restarted')).toHaveLength(1);
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', newJobs: 100, attempt: 2 });
});

test('a run that is rescued although it is running ends once, with exact counters', async () => {
  const { runId } = await startHeld('misjudged');
  const run = await pipeline.database.importLogs.find(runId);
  if (!run) throw new Error('gone');
  // The parent is taken away while its batches are still there, as if it had been lost.
  const keys = await pipeline.redis.keys(`${pipeline.sandbox.redisPrefix}:feedflow-runs:${runId}-1*`);
  await pipeline.redis.del(keys);
  expect((await reaper.sweep()).get(runId)).toBe('restarted');
  await pipeline.queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', newJobs: 100, attempt: 2 });
  expect(await pipeline.jobsOf('misjudged')).toHaveLength(100);
});

test('finds a parent that waits for missing children', async () => {
  const { runId } = await startHeld('orphans');
  const keys = await pipeline.redis.keys(`${pipeline.sandbox.redisPrefix}:feedflow-batches:*`);
  await pipeline.redis.del(keys);
  // fetch-feed may still be a child for a short time.
  await expect.poll(async () => (await reaper.sweep()).get(runId)).toBe('restarted');
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', newJobs: 100 });
});

test('rescues a lost run without being called, once it was started', async () => {
  const { runId, worker } = await startHeld('unattended');
  await worker.close();
  await emptyRedis();
  const own = createReaper(pipeline.deps, { ...options, intervalSeconds: 1 });
  own.start();
  await expect.poll(async () => (await pipeline.database.importLogs.find(runId))?.attempt).toBeGreaterThan(1);
  await own.close();
});

test('after three rescues a run fails with the reason, and its source is free again', async () => {
  const { runId, worker } = await startHeld('hopeless');
  await worker.close();
  for (let round = 0; round < 3; round += 1) {
    await emptyRedis();
    expect((await reaper.sweep()).get(runId)).toBe('restarted');
  }
  await emptyRedis();
  const failures = [{ stage: 'parse', reasonCode: 'record-invalid', message: 'a broken record' }];
  await pipeline.db.collection('import_logs').updateOne({ runId }, { $set: { failures } });
  expect((await reaper.sweep()).get(runId)).toBe('given-up');
  expect(await pipeline.database.importLogs.find(runId)).toMatchObject({
    status: 'failed',
    error: { code: 'run-lost' },
    failures,
  });
  pipeline.startWorker('second');
  expect(await pipeline.importFeed('hopeless', { records: 10 })).toMatchObject({ status: 'completed' });
});

test('a run that is lost while it re-runs batches re-runs them, and reads no feed', async () => {
  const { database, deps, failingKeys, feeds, queues, runOptions } = pipeline;
  runOptions.batchAttempts = 1;
  pipeline.startWorker();
  const path = feeds.publish('lost-again', { records: 100 }, { records: 90, from: 11 });
  const source = { name: 'lost-again', url: pipeline.feedsUrl + path, removeVanished: true };
  await pipeline.addSource(source);
  await queues.batches.pause();
  const { runId } = await pipeline.startImport(source);
  const batch = await waitForJob(
    pipeline,
    jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex: 1 }),
  );
  failingKeys.add(jobPosting.parse(upsertBatchPayload.parse(batch.data).jobs[0]).dedupeKey);
  await queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'partial', newJobs: 80, failedJobs: 20 });
  failingKeys.clear();
  await queues.batches.pause();
  await rerunBatches(deps, { batchAttempts: 1 }, runId, null);
  const again = jobIds.upsertBatch({ runId, attempt: 2, fetchAttempt: 1, batchIndex: 1 });
  await waitForJob(pipeline, again);
  await emptyRedis();
  expect((await reaper.sweep()).get(runId)).toBe('restarted');
  expect(await pipeline.waitForEnd(runId)).toMatchObject({
    status: 'completed',
    attempt: 3,
    newJobs: 100,
    removedJobs: 0,
    fetch: { openBefore: 0, fetchAttempt: 1 },
    meta: { totalBatches: 5, failedBatches: 0 },
  });
  expect((await database.importLogs.get(runId)).attempts.map(({ trigger }) => trigger)).toEqual([
    'manual',
    'rerun',
    'rerun',
  ]);
});

test('a run that is lost after its end was prepared counts what it wrote and closed', async () => {
  pipeline.startWorker();
  const path = pipeline.feeds.publish('nearly-ended', { records: 30 }, { records: 30, from: 4 });
  const source = { name: 'nearly-ended', url: pipeline.feedsUrl + path, removeVanished: true };
  await pipeline.addSource(source);
  const first = await pipeline.startImport(source);
  await pipeline.waitForEnd(first.runId);
  const { runId } = await pipeline.startImport(source);
  const counters = { status: 'completed', totalFetched: 30, newJobs: 3, unchangedJobs: 27, removedJobs: 3 };
  expect(await pipeline.waitForEnd(runId)).toMatchObject(counters);
  const steps = () => pipeline.redis.keys(`${pipeline.sandbox.redisPrefix}:feedflow-runs:${runId}*`);
  await expect.poll(steps).toEqual([]);
  // As if its worker and Redis had been lost before it recorded the end.
  await pipeline.db
    .collection('import_logs')
    .updateOne({ runId }, { $set: { status: 'running', finishedAt: null, 'attempts.0.status': 'running' } });
  expect((await reaper.sweep()).get(runId)).toBe('restarted');
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ ...counters, attempt: 2 });
});
