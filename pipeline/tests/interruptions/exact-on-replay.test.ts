import { expectChange } from '@feedflow/infra/testing/sample-feeds/expect-feed';
import { batchCounters } from '@feedflow/shared/model/batch';
import { jobPosting } from '@feedflow/shared/model/job';
import { jobIds } from '@feedflow/shared/queues/names';
import { upsertBatchPayload } from '@feedflow/shared/queues/payloads';
import type { Job } from 'bullmq';
import { afterEach, expect, test } from 'vitest';
import { createUpsertBatchProcessor } from '../../src/processors/upsert-batch.ts';
import { writeBatch } from '../../src/upsert/write-batch.ts';
import { type RunningPipeline, startPipeline, waitForJob } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
afterEach(() => pipeline.close());

const upsertDeps = (ownsBatch = async () => true) => ({
  jobs: pipeline.database.jobs,
  ownsBatch,
  clock: pipeline.deps.clock,
});
const countersOf = (result: unknown) => batchCounters.parse(result);
const processorOptions = { batchTimeoutMs: 30_000, failureSampleLimit: 20, workerName: 'replayer' };

test('a batch written but not reported before a crash counts the same when it runs again', async () => {
  pipeline = await startPipeline();
  const worker = pipeline.startWorker('first');
  const before = { records: 40 };
  const after = { records: 40, from: 11, changed: 6 };
  await pipeline.importFeed('replay', before);
  await pipeline.queues.batches.pause();
  const source = await pipeline.addSource({
    name: 'replay',
    url: pipeline.feedsUrl + pipeline.feeds.publish('replay', after),
  });
  const { runId } = await pipeline.startImport(source, { full: true });
  const ids = [0, 1].map((batchIndex) =>
    jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex }),
  );
  const jobs = await Promise.all(ids.map((id) => waitForJob(pipeline, id)));

  // What a worker does before it dies: it writes the jobs, and reports nothing.
  const write = (job: Job) => writeBatch(upsertDeps(), upsertBatchPayload.parse(job.data), processorOptions);
  const first = await Promise.all(jobs.map(write));
  const stored = await pipeline.jobsOf('replay');
  // Again, dying a little later: it records the result, and does not report it to BullMQ.
  const process = createUpsertBatchProcessor(pipeline.processorDeps, processorOptions) as unknown as (
    job: Job,
  ) => Promise<unknown>;
  const second = await Promise.all(jobs.map((job) => process(job)));
  const third = await Promise.all(jobs.map((job) => process(job)));
  second.forEach((result, index) => {
    expect(first[index]).toMatchObject(countersOf(result));
    expect(third[index]).toEqual(result);
  });
  expect(await pipeline.jobsOf('replay')).toEqual(stored);

  await pipeline.queues.batches.resume();
  const run = await pipeline.waitForEnd(runId);
  const change = expectChange(before, after);
  expect([change.new, change.changed > 0]).toEqual([10, true]);
  expect(run).toMatchObject({
    status: 'completed',
    totalFetched: 40,
    newJobs: change.new,
    updatedJobs: change.changed,
    unchangedJobs: change.unchanged,
  });
  await worker.close();
});

test('one job that many write at once is one document, without an error', async () => {
  pipeline = await startPipeline();
  await pipeline.queues.batches.pause();
  pipeline.startWorker();
  const source = await pipeline.addSource({
    name: 'race',
    url: pipeline.feedsUrl + pipeline.feeds.publish('race', { records: 20 }),
  });
  const { runId } = await pipeline.startImport(source);
  const job = await waitForJob(
    pipeline,
    jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex: 0 }),
  );
  const process = createUpsertBatchProcessor(pipeline.processorDeps, processorOptions) as unknown as (
    job: Job,
  ) => Promise<unknown>;
  const results = await Promise.all(Array.from({ length: 50 }, () => process(job)));
  for (const result of results) expect(result).toMatchObject({ newJobs: 20, failedJobs: 0 });
  expect(await pipeline.jobsOf('race')).toHaveLength(20);
  await pipeline.queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', newJobs: 20 });
});

test('inserts the jobs of a new source without reading them first, and counts existing ones correctly', async () => {
  pipeline = await startPipeline();
  await pipeline.queues.batches.pause();
  pipeline.startWorker();
  const url = pipeline.feedsUrl + pipeline.feeds.publish('unlooked', { records: 20 });
  const source = await pipeline.addSource({ name: 'unlooked', url });
  const { runId } = await pipeline.startImport(source);
  const id = jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex: 0 });
  const job = await waitForJob(pipeline, id);
  const payload = upsertBatchPayload.parse(job.data);
  expect(payload.expectNew).toBe(true);
  // Another run got in between with some of them, and with older contents of others.
  const jobs = payload.jobs.map((one) => jobPosting.parse(one));
  const before = jobs
    .slice(0, 5)
    .map((one, index) => (index < 2 ? { ...one, contentHash: '0'.repeat(40) } : one));
  await pipeline.database.jobs.write(
    before.map((one) => ({ kind: 'insert', job: one })),
    { runId: 'earlier', at: new Date() },
  );
  await pipeline.queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({
    status: 'completed',
    newJobs: 15,
    updatedJobs: 2,
    unchangedJobs: 3,
  });
  expect((await pipeline.jobsOf('unlooked')).map((one) => one.contentHash).sort()).toEqual(
    jobs.map((one) => one.contentHash).sort(),
  );
});

test('an invalid job fails alone, with its reason, and the others are written', async () => {
  pipeline = await startPipeline();
  await pipeline.queues.batches.pause();
  pipeline.startWorker();
  const source = await pipeline.addSource({
    name: 'poison',
    url: pipeline.feedsUrl + pipeline.feeds.publish('poison', { records: 20 }),
  });
  const { runId } = await pipeline.startImport(source);
  const job = await waitForJob(
    pipeline,
    jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex: 0 }),
  );
  const payload = upsertBatchPayload.parse(job.data);
  const spoiled = payload.jobs.map((one, index) =>
    index === 3 ? { ...(one as object), title: '' } : index === 7 ? null : one,
  );
  await job.updateData({ ...payload, jobs: spoiled });
  await pipeline.queues.batches.resume();
  const run = await pipeline.waitForEnd(runId);
  expect(run).toMatchObject({
    status: 'partial',
    newJobs: 18,
    failedJobs: 2,
    failureTotals: { 'record-invalid': 2 },
  });
  expect(run.failures[0]).toMatchObject({
    stage: 'batch',
    field: 'title',
    batchIndex: 0,
    externalId: expect.any(String),
  });
});

test('an unreadable batch fails permanently, the others are imported, and its records are counted', async () => {
  pipeline = await startPipeline({ batchAttempts: 2 });
  await pipeline.queues.batches.pause();
  pipeline.startWorker();
  const source = await pipeline.addSource({
    name: 'bad-batch',
    url: pipeline.feedsUrl + pipeline.feeds.publish('bad-batch', { records: 100 }),
  });
  const { runId } = await pipeline.startImport(source);
  const job = await waitForJob(
    pipeline,
    jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex: 2 }),
  );
  await job.updateData({ nonsense: true } as never);
  await pipeline.queues.batches.resume();
  const run = await pipeline.waitForEnd(runId);
  expect(run).toMatchObject({
    status: 'partial',
    totalFetched: 100,
    newJobs: 80,
    failedJobs: 20,
    failureTotals: { 'batch-failed': 20 },
    meta: { totalBatches: 5, processedBatches: 5, failedBatches: 1 },
  });
});
