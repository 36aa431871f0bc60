import { jobPosting } from '@feedflow/shared/model/job';
import { upsertBatchPayload } from '@feedflow/shared/queues/payloads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await startPipeline({ maxPendingBatches: 5 });
});
afterAll(() => pipeline.close());

test('a run is a tree: finalize-run waits for fetch-feed, which adds the batches to it under back pressure', async () => {
  const source = await pipeline.addSource({
    name: 'tree',
    url: pipeline.feedsUrl + pipeline.feeds.publish('tree', { records: 500, pauseMs: 1 }),
  });
  const { runId } = await pipeline.startImport(source);
  const { queues, sandbox, database } = pipeline;
  const tree = () =>
    queues.flows.getFlow({
      queueName: 'feedflow-runs',
      id: `${runId}-1`,
      prefix: sandbox.redisPrefix,
      maxChildren: 1_000,
    });
  const before = await tree();
  expect(before.job.name).toBe('finalize-run');
  expect(await before.job.getState()).toBe('waiting-children');
  expect(before.children?.map(({ job }) => [job.name, job.queueName, job.id])).toEqual([
    ['fetch-feed', 'feedflow-feeds', `${runId}-1-fetch`],
  ]);

  // No worker takes batches yet: reading must stop with few batches waiting.
  await queues.batches.pause();
  pipeline.startWorker();
  const settled = await settle(() => queues.batches.count());
  expect(settled).toBeGreaterThan(5);
  // What one piece of the feed holds may come on top of the limit.
  expect(settled).toBeLessThan(20);
  const middle = await tree();
  expect(await middle.job.getState()).toBe('waiting-children');
  const batch = middle.children?.find(({ job }) => job.id === `${runId}-1-1-0`)?.job;
  expect(batch?.name).toBe('upsert-batch');
  const payload = upsertBatchPayload.parse(batch?.data);
  expect(payload).toMatchObject({ runId, sourceUrl: source.url, batchIndex: 0 });
  expect(payload.jobs.map((job) => jobPosting.parse(job).sourceUrl)).toEqual(Array(20).fill(source.url));
  expect(batch?.opts.ignoreDependencyOnFailure ?? batch?.opts).toBeTruthy();
  expect((await database.importLogs.find(runId))?.fetch.status).toBe('running');

  await queues.batches.resume();
  const run = await pipeline.waitForEnd(runId);
  expect(run).toMatchObject({
    status: 'completed',
    newJobs: 500,
    meta: { totalBatches: 16, processedBatches: 16 },
  });
});

test('Redis keeps nothing of a run that has ended', async () => {
  await pipeline.importFeed('clean', { records: 100, broken: 3 });
  // What stays is each queue's own bookkeeping, the capped event stream, and what workers report of themselves.
  const bookkeeping = /:(meta|events|stalled-check|marker|id|pc|stalled|fetch-slots)$/;
  // The run ends in the database shortly before its step ends in Redis.
  await expect
    .poll(async () =>
      (await pipeline.redis.keys(`${pipeline.sandbox.redisPrefix}:*`)).filter(
        (key) => !bookkeeping.test(key),
      ),
    )
    .toEqual([]);
});

test('the batches of a run are in the database, in order, each with its counters', async () => {
  const run = await pipeline.importFeed('batches', { records: 50 });
  const { items } = await pipeline.database.importBatches.list(run.runId, { limit: 100 });
  expect(
    items.map(({ batchIndex, status, records, newJobs }) => ({ batchIndex, status, records, newJobs })),
  ).toEqual([
    { batchIndex: 0, status: 'completed', records: 20, newJobs: 20 },
    { batchIndex: 1, status: 'completed', records: 20, newJobs: 20 },
    { batchIndex: 2, status: 'completed', records: 10, newJobs: 10 },
  ]);
  for (const batch of items) {
    expect(batch).toMatchObject({ worker: 'test-worker', tries: 1, error: null });
    expect(batch.finishedAt).toBeInstanceOf(Date);
  }
});

test('publishes the events of a run in order: started, progress, batches, finished', async () => {
  const run = await pipeline.importFeed('events', { records: 30 });
  const read = async () => {
    const entries = await pipeline.redis.xrange(`${pipeline.sandbox.redisPrefix}:events`, '-', '+');
    const events = entries.map(([, fields]) => JSON.parse(fields[1] ?? '{}'));
    return events.filter((event) => event.runId === run.runId);
  };
  // The event is published shortly after the run is stored.
  await expect.poll(async () => (await read()).at(-1)?.type).toBe('run.finished');
  const events = await read();
  const types = events.map((event) => event.type);
  expect(types[0]).toBe('run.started');
  expect(types.filter((type) => type === 'batch.finished')).toHaveLength(2);
  expect(events.find((event) => event.fetchDone)).toMatchObject({ totalFetched: 30, enqueuedBatches: 2 });
  expect(events.at(-1)).toMatchObject({ type: 'run.finished', status: 'completed', newJobs: 30 });
});

/** Waits until a number has stopped changing. */
async function settle(read: () => Promise<number>): Promise<number> {
  let last = -1;
  for (let still = 0; still < 12; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = await read();
    still = now === last && now > 0 ? still + 1 : 0;
    last = now;
  }
  return last;
}
