import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { FeedflowError } from '@feedflow/shared/errors';
import { jobPosting } from '@feedflow/shared/model/job';
import { jobIds } from '@feedflow/shared/queues/names';
import { packJobs } from '@feedflow/shared/queues/packed-jobs';
import { type UpsertBatchPayload, upsertBatchPayload } from '@feedflow/shared/queues/payloads';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { Job } from 'bullmq';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEnqueuer } from '../../src/batch/enqueuer.ts';
import { noFetchCounts } from '../../src/import/feed-counts.ts';
import { createFetchFeedProcessor } from '../../src/processors/fetch-feed.ts';
import { createUpsertBatchProcessor } from '../../src/processors/upsert-batch.ts';
import { createReaderPool } from '../../src/reader/reader-pool.ts';
import { processBatch, recordFailedBatch } from '../../src/upsert/process-batch.ts';
import { writeBatch } from '../../src/upsert/write-batch.ts';
import { type RunningPipeline, startPipeline, waitForJob } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeEach(async () => {
  pipeline = await startPipeline({ batchAttempts: 1 });
});
afterEach(() => pipeline.close());

const options = { batchTimeoutMs: 30_000, failureSampleLimit: 50, workerName: 'late' };

/** An import whose batches wait, and the first of them as a worker processes it. */
async function holdImport(name: string, request: { records: number; changed?: number; from?: number }) {
  await pipeline.queues.batches.pause();
  const source = await pipeline.addSource({
    name,
    url: pipeline.feedsUrl + pipeline.feeds.publish(name, request),
  });
  const { runId } = await pipeline.startImport(source);
  const job = await waitForJob(
    pipeline,
    jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex: 0 }),
  );
  return { runId, job, payload: upsertBatchPayload.parse(job.data) };
}

/** Writes a batch; `interrupt` happens after its ownership was checked and before anything is written. */
function writeLate(payload: UpsertBatchPayload, batchId: string, interrupt: () => Promise<unknown>) {
  let interrupted = false;
  const ownsBatch = async () => {
    const isOurs = await pipeline.database.importBatches.isOpen(batchId);
    if (interrupted) return isOurs;
    interrupted = true;
    await interrupt();
    return isOurs;
  };
  return writeBatch(
    { jobs: pipeline.database.jobs, ownsBatch, clock: pipeline.deps.clock },
    payload,
    options,
  );
}

test('a writer that is delayed until a later run changed its jobs does not change them back', async () => {
  pipeline.startWorker();
  await pipeline.importFeed('late', { records: 20 });
  const { runId, job, payload } = await holdImport('late', { records: 20, changed: 20 });
  let after: unknown;
  const outcome = await writeLate(payload, String(job.id), async () => {
    // Another worker does the batch, the run ends, and a later one finds yet another state of the feed.
    await pipeline.queues.batches.resume();
    await pipeline.waitForEnd(runId);
    expect(await pipeline.importFeed('late', { records: 20, seed: 2 })).toMatchObject({ updatedJobs: 20 });
    after = await pipeline.jobsOf('late');
  });
  expect(outcome).toBeNull();
  expect(await pipeline.jobsOf('late')).toEqual(after);
});

test('counts a batch once when two workers process it', async () => {
  pipeline.startWorker();
  await pipeline.importFeed('twice', { records: 20 });
  const { runId, job, payload } = await holdImport('twice', { records: 30, changed: 10 });
  let other: unknown;
  const outcome = await writeLate(payload, String(job.id), async () => {
    other = await writeBatch(
      { jobs: pipeline.database.jobs, ownsBatch: async () => true, clock: pipeline.deps.clock },
      payload,
      options,
    );
  });
  expect(outcome).toEqual(other);
  expect(outcome?.updatedJobs).toBeGreaterThan(0);
  await pipeline.queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', newJobs: 10, failedJobs: 0 });
});

test('counts jobs of which the expiry date alone changed once when two workers process them', async () => {
  pipeline.startWorker();
  await pipeline.importFeed('expiring', { records: 20 });
  const { job, payload } = await holdImport('expiring', { records: 20, changed: 1 });
  const expiresAt = new Date('2100-01-01T12:00:00Z');
  // As where expiry dates are left out of the content hash.
  const contentHashes = new Map(
    (await pipeline.jobsOf('expiring')).map(({ dedupeKey, contentHash }) => [dedupeKey, contentHash]),
  );
  const jobs = payload.jobs.map((one) => {
    const posting = jobPosting.parse(one);
    const contentHash = contentHashes.get(posting.dedupeKey) ?? posting.contentHash;
    return { ...posting, contentHash, expiresAt };
  });
  const held = { ...payload, jobs };
  let other: unknown;
  let after: unknown;
  const outcome = await writeLate(held, String(job.id), async () => {
    other = await writeBatch(
      { jobs: pipeline.database.jobs, ownsBatch: async () => true, clock: pipeline.deps.clock },
      held,
      options,
    );
    after = await pipeline.jobsOf('expiring');
  });
  expect(other).toMatchObject({ updatedJobs: jobs.length, unchangedJobs: 0 });
  expect(outcome).toEqual(other);
  expect(await pipeline.jobsOf('expiring')).toEqual(after);
});

test('a batch that failed permanently fails again when its step is replayed, and counts once', async () => {
  pipeline.startWorker();
  const { runId, job, payload } = await holdImport('failed-once', { records: 60 });
  // What a worker does before it dies: it records the failure, and does not report it to BullMQ.
  await pipeline.database.importBatches.begin(String(job.id), 'dead', new Date());
  await pipeline.database.importBatches.finish(String(job.id), {
    status: 'failed',
    newJobs: 0,
    updatedJobs: 0,
    unchangedJobs: 0,
    failedJobs: 20,
    finishedAt: new Date(),
    durationMs: 1,
    failures: [],
    failureTotals: { 'batch-failed': 20 },
    error: { code: 'internal', message: 'the write was given up' },
    jobs: payload.jobs,
  });
  await pipeline.queues.batches.resume();
  const run = await pipeline.waitForEnd(runId);
  expect(run).toMatchObject({
    status: 'partial',
    totalFetched: 60,
    newJobs: 40,
    failedJobs: 20,
    error: null,
    meta: { failedBatches: 1 },
  });
});

test('a batch that was completed before its step was lost too often counts as completed', async () => {
  pipeline.startWorker();
  const { runId, job } = await holdImport('done-and-lost', { records: 60 });
  const process = createUpsertBatchProcessor(pipeline.processorDeps, options) as unknown as (
    job: Job,
  ) => Promise<unknown>;
  await process(job);
  // BullMQ ends a job that stalled too often before a processor sees it.
  await pipeline.redis.hset(
    `${pipeline.sandbox.redisPrefix}:feedflow-batches:${job.id}`,
    'defa',
    'job stalled more than allowable limit',
  );
  await pipeline.queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({
    status: 'completed',
    newJobs: 60,
    failedJobs: 0,
    error: null,
  });
});

test('re-runs failed batches of a feed that was read twice', async () => {
  pipeline.startWorker();
  const feed = { records: 60 };
  await pipeline.queues.batches.pause();
  const url =
    pipeline.feedsUrl +
    pipeline.feeds.publish('two-reads', { ...feed, cut: '30records', cutBy: 'drop' }, feed);
  const source = await pipeline.addSource({ name: 'two-reads', url });
  const { runId } = await pipeline.startImport(source);
  const job = await waitForJob(
    pipeline,
    jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 2, batchIndex: 1 }),
  );
  pipeline.failingKeys.add(
    upsertBatchPayload.parse(job.data).jobs.map((one) => (one as { dedupeKey: string }).dedupeKey)[3] ?? '',
  );
  await pipeline.queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'partial', failedJobs: 20 });
  pipeline.failingKeys.clear();
  await rerunBatches(pipeline.deps, { batchAttempts: 1 }, runId, null);
  const again = await pipeline.waitForEnd(runId);
  expect(again).toMatchObject({ status: 'completed', attempt: 2, newJobs: 60, failedJobs: 0, error: null });
});

test('a job that is too large for MongoDB or that a validator refuses fails alone', async () => {
  pipeline.startWorker();
  await pipeline.importFeed('refused', { records: 1 });
  const { payload } = await holdImport('refused', { records: 20, from: 100 });
  const [template] = payload.jobs as Record<string, unknown>[];
  const jobs = Array.from({ length: 1_000 }, (_, index) => ({
    ...template,
    dedupeKey: index.toString(16).padStart(40, '0'),
    externalId: `x${index}`,
    title: [0, 499, 999].includes(index) ? 'Refused' : 'Taken',
    description: index === 600 ? 'é'.repeat(8_500_000) : 'short',
  }));
  await pipeline.db.command({ collMod: 'jobs', validator: { title: { $ne: 'Refused' } } });
  const outcome = await writeBatch(
    { jobs: pipeline.database.jobs, ownsBatch: async () => true, clock: pipeline.deps.clock },
    { ...payload, jobs },
    options,
  );
  expect(outcome).toMatchObject({
    newJobs: 996,
    failedJobs: 4,
    failureTotals: { 'write-rejected': 3, 'record-invalid': 1 },
  });
  const failed = outcome?.failures.map(({ externalId, field }) => [externalId, field]);
  expect(failed).toEqual([
    ['x600', 'description'],
    ['x0', null],
    ['x499', null],
    ['x999', null],
  ]);
  const stored = await pipeline.jobsOf('refused');
  expect(stored.filter(({ title }) => title === 'Taken')).toHaveLength(996);
});

test('a response may be "not modified" only after the whole feed was imported', async () => {
  pipeline.startWorker();
  const validators = async () => (await pipeline.database.sources.findByName('etags'))?.http.etag ?? null;
  expect(await pipeline.importFeed('etags', { records: 40, etag: 1 })).toMatchObject({ status: 'completed' });
  expect(await validators()).toMatch(/^"/);
  const same = await pipeline.importFeed('etags', { records: 40, etag: 1 });
  expect(same).toMatchObject({
    status: 'completed',
    totalFetched: 0,
    http: { notModified: true },
    meta: { totalBatches: 0 },
  });
  // A batch of the next state fails: that state must be read again, though the server has not changed it since.
  const { runId, payload } = await holdImport('etags', { records: 60, etag: 1 } as { records: number });
  pipeline.failingKeys.add((payload.jobs[0] as { dedupeKey: string }).dedupeKey);
  await pipeline.db.collection('jobs').updateMany({}, { $set: { contentHash: '0'.repeat(40) } });
  await pipeline.queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'partial', meta: { failedBatches: 1 } });
  expect(await validators()).toBeNull();
  pipeline.failingKeys.clear();
  expect(await pipeline.importFeed('etags', { records: 60, etag: 1 })).toMatchObject({
    status: 'completed',
    totalFetched: 60,
  });
});

test('a reader that lost its step leaves the manifest of the one that took it over', async () => {
  const { deps, feeds, processorDeps, processorOptions } = pipeline;
  const readers = createReaderPool(deps, processorOptions.readers);
  pipeline.startWorker();
  const path = feeds.publish('overtaken', { records: 40 }, { records: 36, from: 5, changed: 6 });
  const source = await pipeline.addSource({
    name: 'overtaken',
    url: pipeline.feedsUrl + path,
    removeVanished: true,
  });
  const first = await pipeline.startImport(source);
  await pipeline.waitForEnd(first.runId);
  const { jobs } = deps.database;
  const [counting, counted] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const countOpen: typeof jobs.countOpen = async (sourceUrl) => {
    Object.assign(deps.database, { jobs });
    counting.resolve();
    await counted.promise;
    return jobs.countOpen(sourceUrl);
  };
  Object.assign(deps.database, { jobs: { ...jobs, countOpen } });
  const run = await pipeline.startImport(source);
  await counting.promise;
  const step = await Job.fromId(deps.queues.feeds, jobIds.fetchFeed({ runId: run.runId, attempt: 1 }));
  if (!step) throw new Error('the step is gone');
  const read = createFetchFeedProcessor({ ...processorDeps, readers }, processorOptions);
  await read(step, '', undefined);
  await readers.close();
  counted.resolve();
  expect(await pipeline.waitForEnd(run.runId)).toMatchObject({
    status: 'completed',
    removedJobs: 4,
    fetch: { fetchAttempt: 2 },
  });
});

test.each<[string, (runId: string) => Promise<unknown>]>([
  [
    'another one has taken over',
    (runId) => {
      const reading = { startedAt: new Date(), worker: 'other', concurrency: 1 };
      return pipeline.database.importLogs.beginFetch({ runId, attempt: 1 }, reading);
    },
  ],
  [
    'lost its tree',
    (runId) => {
      const { runs } = pipeline.queues;
      return pipeline.redis.del(runs.toKey(jobIds.finalizeRun({ runId, attempt: 1 })));
    },
  ],
])('a reader of a run that %s enqueues nothing', async (_what, happens) => {
  const { database, processorDeps, processorOptions, queues } = pipeline;
  pipeline.startWorker();
  const { runId, payload } = await holdImport('enqueued-late', { records: 20 });
  const run = { ...payload, fetchAttempt: 1, batchAttempts: 1 };
  const parent = await Job.fromId(queues.runs, jobIds.finalizeRun(run));
  if (!parent) throw new Error('the run has no tree');
  const { importBatches, importLogs } = database;
  const enqueuer = createEnqueuer(
    { ...processorDeps, isCurrent: () => importLogs.isCurrent(run) },
    run,
    parent,
    processorOptions,
    new AbortController().signal,
  );
  const stored = () => importBatches.counts(runId);
  const before = [await stored(), await queues.batches.getJobCounts()];
  await happens(runId);
  const late = enqueuer.enqueueAt(99, packJobs([aJob()]));
  await expect(late).rejects.toMatchObject({ code: 'run-unknown' });
  expect([await stored(), await queues.batches.getJobCounts()]).toEqual(before);
});

test('a batch that was stored although that was reported as failed shares its index with no other', async () => {
  const { database, processorDeps, processorOptions, queues } = pipeline;
  pipeline.startWorker();
  const { runId, payload } = await holdImport('stored-in-part', { records: 20 });
  const run = { ...payload, fetchAttempt: 2, batchAttempts: 1 };
  const parent = await Job.fromId(queues.runs, jobIds.finalizeRun(run));
  if (!parent) throw new Error('the run has no tree');
  const { importBatches } = database;
  const insertWaiting: typeof importBatches.insertWaiting = async (batches) => {
    await importBatches.insertWaiting(batches);
    if (batches[0]?.records === 2) throw new Error('no response');
  };
  const enqueuer = createEnqueuer(
    {
      ...processorDeps,
      database: { ...database, importBatches: { ...importBatches, insertWaiting } },
      isCurrent: async () => true,
    },
    run,
    parent,
    processorOptions,
    new AbortController().signal,
  );
  await expect(enqueuer.enqueue([packJobs([aJob(), aJob()])], false)).rejects.toThrow('no response');
  await enqueuer.enqueue([packJobs([aJob()])], false);
  const { items } = await importBatches.list(runId, { limit: 10 });
  const added = items.filter(({ fetchAttempt }) => fetchAttempt === 2);
  expect(added.map(({ batchIndex, records }) => [batchIndex, records])).toEqual([
    [0, 2],
    [1, 1],
  ]);
});

test('a batch that a reader recorded after it had lost its step does not count', async () => {
  pipeline.startWorker();
  const { runId } = await holdImport('recorded-late', { records: 20 });
  const batch = { runId, attempt: 1, fetchAttempt: 0, batchIndex: 7, records: 5, enqueuedAt: new Date() };
  await pipeline.database.importBatches.insertWaiting([{ ...batch, batchId: jobIds.upsertBatch(batch) }]);
  await pipeline.queues.batches.resume();
  const run = await pipeline.waitForEnd(runId);
  expect(run).toMatchObject({
    status: 'completed',
    totalFetched: 20,
    newJobs: 20,
    meta: { totalBatches: 1 },
  });
});

test('a batch that another worker has ended meanwhile has its result, and is announced by that one', async () => {
  const { database, deps } = pipeline;
  pipeline.startWorker();
  const { runId, job, payload } = await holdImport('ended-elsewhere', { records: 20 });
  const batch = { batchId: String(job.id), payload, startedAt: new Date() };
  const write: typeof database.jobs.write = async (...args) => {
    const result = await database.jobs.write(...args);
    await pipeline.queues.batches.resume();
    await pipeline.waitForEnd(runId);
    return result;
  };
  const announced: unknown[] = [];
  const publish: typeof deps.events.publish = (event) => {
    announced.push(event);
    return deps.events.publish(event);
  };
  const late = {
    database: { ...database, jobs: { ...database.jobs, write } },
    events: { ...deps.events, publish },
    clock: deps.clock,
  };
  expect(await processBatch(late, batch, options)).toMatchObject({ status: 'completed', newJobs: 20 });
  expect(await recordFailedBatch(late, batch, new Error('late'))).toBe(false);
  expect(announced).toEqual([]);
});

test('a reader that lost its step before its feed broke off leaves the manifest of the one that took it over', async () => {
  const { database, processorDeps, processorOptions, queues } = pipeline;
  const { importLogs, importManifests } = database;
  const url = pipeline.feedsUrl + pipeline.feeds.publish('broken-late', { records: 1 });
  const source = await pipeline.addSource({ name: 'broken-late', url });
  const { runId } = await pipeline.startImport(source);
  const step = await Job.fromId(queues.feeds, jobIds.fetchFeed({ runId, attempt: 1 }));
  if (!step) throw new Error('the step is gone');
  const importFeed = async () => {
    await importLogs.beginFetch(
      { runId, attempt: 1 },
      { startedAt: new Date(), worker: 'other', concurrency: 1 },
    );
    await importManifests.save({
      id: 'of the other',
      sourceUrl: url,
      trusted: false,
      fingerprint: 'f',
      parts: [],
      postings: 1,
      openJobs: null,
      fullReadAt: new Date(),
      vanished: null,
    });
    const nothing = { http: null, responseMs: null, firstRecordMs: null, identity: null, openBefore: null };
    const counts = {
      counts: noFetchCounts,
      skippedBy: [],
      failureTotals: {},
      failures: [],
      comparison: null,
    };
    return {
      ok: false as const,
      error: new FeedflowError('feed-gone', 'it broke off'),
      progress: { ...nothing, ...counts, warnings: [] },
      rest: [packJobs([aJob()])],
      expectNew: false,
    };
  };
  const read = createFetchFeedProcessor({ ...processorDeps, readers: { importFeed } }, processorOptions);
  await expect(read(step, '', undefined)).rejects.toMatchObject({ code: 'run-unknown' });
  expect(await importManifests.find('of the other')).not.toBeNull();
});
