import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workerSettings } from '../../src/settings.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
});
afterAll(() => pipeline.close());

test('workers with one queue each import a feed together, and each processes its own queue only', async () => {
  const url = pipeline.feedsUrl + pipeline.feeds.publish('apart', { records: 60 });
  const source = await pipeline.addSource({ name: 'apart', url });
  const { runId } = await pipeline.startImport(source);
  const find = () => pipeline.database.importLogs.find(runId);

  pipeline.startWorker('batches', { queues: ['batches'] });
  pipeline.startWorker('finalize', { queues: ['finalize'] });
  await sleep(300);
  expect(await find()).toMatchObject({ status: 'running', fetch: { status: 'waiting' } });

  pipeline.startWorker('fetch', { queues: ['fetch'] });
  expect(await pipeline.waitForEnd(runId)).toMatchObject({
    status: 'completed',
    newJobs: 60,
    fetch: { worker: 'fetch' },
  });
  expect(await pipeline.db.collection('import_batches').distinct('worker', { runId })).toEqual(['batches']);
});

test('the first batches of a run go before the later ones of another', async () => {
  const paused = await startPipeline({ maxPendingBatches: 64, workerConcurrency: 1 });
  try {
    await paused.queues.batches.pause();
    paused.startWorker('paused');
    const started = async (name: string, records: number) => {
      const url = paused.feedsUrl + paused.feeds.publish(name, { records });
      const source = await paused.addSource({ name, url });
      return (await paused.startImport(source)).runId;
    };
    const readBy = (runId: string) =>
      expect.poll(async () => (await paused.database.importLogs.find(runId))?.meta.totalBatches);
    const big = await started('big', 180);
    await readBy(big).toBe(9);
    const small = await started('small', 20);
    await readBy(small).toBe(1);
    await paused.queues.batches.resume();
    expect(await paused.waitForEnd(small)).toMatchObject({ status: 'completed', newJobs: 20 });
    expect(await paused.waitForEnd(big)).toMatchObject({ status: 'completed', newJobs: 180 });
    const batches = paused.db.collection('import_batches').find().sort({ startedAt: 1, batchIndex: 1 });
    const order = await batches
      .map(({ runId, batchIndex }) => (runId === small ? 'small' : batchIndex))
      .toArray();
    expect(order.slice(-2)).toEqual(['small', 8]);
  } finally {
    await paused.close();
  }
});

test('an unknown queue is refused at startup', () => {
  const parse = (text: string) => workerSettings.shape.WORKER_QUEUES.safeParse(text);
  expect(parse('fetch, batches').data).toEqual(['fetch', 'batches']);
  expect(parse('fetching').error?.issues[0]?.message).toContain('fetch, batches, finalize');
  expect(parse('').success).toBe(false);
});
