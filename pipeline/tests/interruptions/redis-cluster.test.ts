import { startRedisCluster } from '@feedflow/infra/dev/services/redis-cluster';
import { refuseScatteredKeys } from '@feedflow/shared/redis/connect';
import { cancelRun } from '@feedflow/shared/run/cancel-run';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha1 } from '../../src/sha1.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
let pipeline: RunningPipeline;
beforeAll(async () => {
  cluster = await startRedisCluster();
  pipeline = await startPipeline({ clusterUrl: cluster.url });
  pipeline.startWorker();
});
afterAll(async () => {
  await pipeline?.close();
  await cluster?.close();
});

test('imports a run on a Redis Cluster, and leaves nothing behind', async () => {
  const run = await pipeline.importFeed('cluster', { records: 500, broken: 3, duplicates: 5 });
  expect(run).toMatchObject({
    status: 'completed',
    totalFetched: 500,
    newJobs: 492,
    failedJobs: 3,
    duplicateJobs: 5,
  });
  await expect
    .poll(() => pipeline.queues.runs.getJobCounts('active', 'waiting-children'))
    .toEqual({
      active: 0,
      'waiting-children': 0,
    });
  expect(await pipeline.facts.processes()).toMatchObject({ worker: 0, api: 0 });
});

test('re-runs failed batches and cancels a run on a Redis Cluster', async () => {
  const url = pipeline.feedsUrl + pipeline.feeds.publish('again', { records: 100 });
  const source = await pipeline.addSource({ name: 'again', url });
  await pipeline.queues.batches.pause();
  const { runId } = await pipeline.startImport(source);
  await expect
    .poll(async () => (await pipeline.database.importLogs.find(runId))?.fetch.status)
    .toBe('completed');
  await cancelRun(pipeline.deps, runId);
  await pipeline.queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'cancelled', newJobs: 0 });

  await pipeline.importFeed('again', { records: 100 });
  const [job] = await pipeline.jobsOf('again');
  await pipeline.db.collection('jobs').deleteMany({ sourceName: 'again' });
  const key = job?.dedupeKey ?? sha1('none');
  pipeline.failingKeys.add(key);
  const failed = await pipeline.importFeed('again', { records: 100 });
  expect(failed).toMatchObject({ status: 'partial', newJobs: 80, failedJobs: 20 });
  pipeline.failingKeys.delete(key);
  await rerunBatches(pipeline.deps, { batchAttempts: 1 }, failed.runId, null);
  expect(await pipeline.waitForEnd(failed.runId)).toMatchObject({ status: 'completed', newJobs: 100 });
});

test('refuses a prefix that distributes keys over a cluster, and suggests one that does not', () => {
  expect(() => refuseScatteredKeys({ cluster: true, prefix: 'feedflow' })).toThrow('{feedflow}');
  expect(() => refuseScatteredKeys({ cluster: true, prefix: '{feedflow}-a' })).not.toThrow();
  expect(() => refuseScatteredKeys({ cluster: false, prefix: 'feedflow' })).not.toThrow();
});
