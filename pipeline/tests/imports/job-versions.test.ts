import { setTimeout as sleep } from 'node:timers/promises';
import { sendAlertPayload } from '@feedflow/shared/alerts/alert';
import { packJobs, unpackJobs } from '@feedflow/shared/queues/packed-jobs';
import { requeueBatchesPayload } from '@feedflow/shared/queues/payloads';
import { previewFeedPayload } from '@feedflow/shared/queues/preview-job';
import { newRun } from '@feedflow/shared/run/new-run';
import type { Job } from 'bullmq';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeEach(async () => {
  pipeline = await startPipeline({ maxPendingBatches: 64 });
  await pipeline.queues.batches.pause();
  pipeline.startWorker();
});
afterEach(() => pipeline.close());

type Fields = Record<string, unknown>;

/** A run and its tree as another version of the scheduler writes and enqueues them. */
async function startAs(version: { run: (run: Fields) => Fields; finalize: Fields; fetch: Fields }) {
  const url = pipeline.feedsUrl + pipeline.feeds.publish('feed', { records: 60, broken: 2, duplicates: 3 });
  const source = await pipeline.addSource({ name: 'feed', url });
  const run = newRun(source, 'manual', new Date(), { batchSize: 20 });
  const { runId } = run;
  await pipeline.db.collection('import_logs').insertOne(version.run({ ...run }));
  const place = { runId, attempt: 1, sourceName: 'feed', sourceUrl: url };
  const child = { ignoreDependencyOnFailure: true, removeOnComplete: true };
  const fetch = {
    name: 'fetch-feed',
    queueName: 'feedflow-feeds',
    data: { ...place, batchSize: 20, batchAttempts: 3, ...version.fetch },
    opts: { ...child, jobId: `${runId}-1-fetch` },
  };
  await pipeline.queues.flows.add({
    name: 'finalize-run',
    queueName: 'feedflow-runs',
    data: { ...place, ...version.finalize },
    opts: { jobId: `${runId}-1`, removeOnComplete: true },
    children: [fetch],
  });
  return runId;
}

/** Puts other payloads in the place of those of the run's waiting batches, and lets workers have them. */
async function releaseBatches(runId: string, rewrite: (payload: Fields) => Fields): Promise<number> {
  const isRead = async () => (await pipeline.database.importLogs.find(runId))?.fetch.status === 'completed';
  for (const until = Date.now() + 60_000; !(await isRead()) && Date.now() < until; ) await sleep(25);
  const jobs: Job[] = await pipeline.queues.batches.getJobs(['waiting', 'prioritized']);
  for (const job of jobs) await job.updateData(rewrite(job.data));
  await pipeline.queues.batches.resume();
  return jobs.length;
}

test('runs and steps of the first version are processed', async () => {
  const runId = await startAs({
    run: ({ removal: _removal, fetch, ...run }) => {
      const { unchangedJobs: _, comparison: _comparison, manifestId: _id, ...rest } = Object(fetch);
      return { ...run, fetch: rest };
    },
    // Without readsFeed and full, and with jobs that are not packed: the fields of the first version.
    finalize: {},
    fetch: {},
  });
  const batches = await releaseBatches(runId, ({ expectNew: _, jobs, ...payload }) => {
    return { ...payload, jobs: unpackJobs(String(jobs)) };
  });
  expect(batches).toBe(3);
  expect(await pipeline.waitForEnd(runId)).toMatchObject({
    status: 'completed',
    totalFetched: 60,
    newJobs: 55,
    duplicateJobs: 3,
    failedJobs: 2,
    meta: { totalBatches: batches, failedBatches: 0 },
  });
});

test('fields that a later version adds to runs, steps and jobs are ignored', async () => {
  const later = { addedLater: { deep: ['x'] }, priority: 'high' };
  const runId = await startAs({
    run: (run) => ({ ...run, ...later }),
    finalize: { readsFeed: true, ...later },
    fetch: { full: true, ...later },
  });
  const batches = await releaseBatches(runId, ({ jobs, ...payload }) => {
    const changed = unpackJobs(String(jobs)).map((one) => ({ ...Object(one), ...later }));
    return { ...payload, ...later, jobs: packJobs(changed).jobs };
  });
  expect(await pipeline.waitForEnd(runId)).toMatchObject({
    status: 'completed',
    totalFetched: 60,
    newJobs: 55,
    duplicateJobs: 3,
    failedJobs: 2,
    meta: { totalBatches: batches, failedBatches: 0 },
  });
  const [job] = await pipeline.jobsOf('feed');
  expect(job).toMatchObject({ status: 'open', createdRunId: runId });
  expect(job).not.toHaveProperty('addedLater');
});

const place = { runId: 'r', attempt: 2, sourceName: 'feed', sourceUrl: 'https://feeds.test/a' };
const alert = {
  alertId: 'a',
  kind: 'recovered',
  source: 'feed',
  runId: 'r',
  message: 'm',
  environment: null,
};
test.each([
  ['requeue-batches', requeueBatchesPayload, { ...place, batchAttempts: 3, batches: null }],
  [
    'preview-feed',
    previewFeedPayload,
    { url: 'u', requestHeaders: {}, maxRecords: 1, samples: 1, evidence: false },
  ],
  ['send-alert', sendAlertPayload, { channel: 'email', alert: { ...alert, at: '2026-01-01T00:00:00Z' } }],
] as const)('fields that a later version adds to %s are ignored', (_name, schema, payload) => {
  expect(schema.parse({ ...payload, addedLater: 1 })).toEqual(payload);
});
