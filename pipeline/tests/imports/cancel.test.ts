import { setTimeout as sleep } from 'node:timers/promises';
import { cancelRun } from '@feedflow/shared/run/cancel-run';
import { unaccountedRecords } from '@feedflow/shared/run/outcome';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeEach(async () => {
  pipeline = await startPipeline();
});
afterEach(() => pipeline.close());

async function startRun(name: string, request: { records: number; pauseMs?: number; stallAfter?: number }) {
  const source = await pipeline.addSource({
    name,
    url: pipeline.feedsUrl + pipeline.feeds.publish(name, request),
  });
  return (await pipeline.startImport(source)).runId;
}

test('a run that is cancelled while it reads its feed keeps what was imported, with exact counters', async () => {
  pipeline.startWorker();
  const runId = await startRun('middle', { records: 3_000, pauseMs: 150 });
  await expect
    .poll(async () => (await pipeline.database.importBatches.sums(runId)).newJobs)
    .toBeGreaterThan(0);
  await cancelRun(pipeline.deps, runId);
  const run = await pipeline.waitForEnd(runId);
  expect(run).toMatchObject({ status: 'cancelled', error: null, removedJobs: 0 });
  const stored = await pipeline.jobsOf('middle');
  expect(stored.length).toBeLessThan(3_000);
  expect(run.newJobs).toBe(stored.length);
  const { cancelledRecords } = await pipeline.database.importBatches.sums(runId);
  expect(unaccountedRecords(run, cancelledRecords)).toBe(0);
});

test('batches that wait when a run is cancelled do not run', async () => {
  await pipeline.queues.batches.pause();
  pipeline.startWorker();
  const runId = await startRun('waiting', { records: 100 });
  await expect
    .poll(async () => (await pipeline.database.importLogs.find(runId))?.fetch.status)
    .toBe('completed');
  expect(await cancelRun(pipeline.deps, runId)).toEqual({ runId, cancelledBatches: 5 });
  await pipeline.queues.batches.resume();
  const run = await pipeline.waitForEnd(runId);
  expect(run).toMatchObject({ status: 'cancelled', totalFetched: 100, totalImported: 0, failedJobs: 0 });
  expect(await pipeline.jobsOf('waiting')).toEqual([]);
  expect((await pipeline.database.importBatches.sums(runId)).counts.cancelled).toBe(5);
});

test('a feed that hangs is cancelled within seconds', async () => {
  pipeline.startWorker();
  const runId = await startRun('hangs', { records: 1_000, stallAfter: 50_000 });
  await expect
    .poll(async () => (await pipeline.database.importLogs.find(runId))?.fetch.status)
    .toBe('running');
  await cancelRun(pipeline.deps, runId);
  // Its own time limit of 5 s, three times over, would come later than what waitForEnd allows a test to notice.
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'cancelled', fetch: { fetchAttempt: 1 } });
});

test('a cancelled source can be imported again at once', async () => {
  pipeline.startWorker();
  const runId = await startRun('again', { records: 2_000, pauseMs: 100 });
  await sleep(200);
  await cancelRun(pipeline.deps, runId);
  await pipeline.waitForEnd(runId);
  const run = await pipeline.importFeed('again', { records: 50 });
  expect(run.status).toBe('completed');
  expect(run.totalImported).toBe(50);
});

test('cancelling twice has the effect of once, and an ended or unknown run cannot be cancelled', async () => {
  await pipeline.queues.batches.pause();
  pipeline.startWorker();
  const runId = await startRun('twice', { records: 40 });
  await Promise.all([cancelRun(pipeline.deps, runId), cancelRun(pipeline.deps, runId)]);
  await pipeline.queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'cancelled' });
  await expect(cancelRun(pipeline.deps, runId)).rejects.toMatchObject({
    code: 'run-not-running',
    details: { status: 'cancelled' },
  });
  await expect(cancelRun(pipeline.deps, '0'.repeat(24))).rejects.toMatchObject({ code: 'run-unknown' });
});
