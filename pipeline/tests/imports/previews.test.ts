import {
  type PreviewFeedPayload,
  previewFeedOptions,
  previewFeedResult,
} from '@feedflow/shared/queues/preview-job';
import { Worker } from 'bullmq';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPreviewFeedProcessor } from '../../src/processors/preview-feed.ts';
import { createReaderPool } from '../../src/reader/reader-pool.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';
import { startSlowHost } from '../support/slow-host.ts';

let pipeline: RunningPipeline;
beforeEach(async () => {
  pipeline = await startPipeline({ stalledIntervalMs: 200 });
});
afterEach(() => pipeline.close());

/** Requests a preview as the API does. */
async function enqueue(request: Partial<PreviewFeedPayload> & { url: string }) {
  const { previews, queues } = pipeline;
  const id = await previews.put(
    { requestHeaders: {}, maxRecords: 100, samples: 3, evidence: false, ...request },
    20_000,
  );
  const job = await queues.previews.add(
    'preview-feed',
    { requestId: id },
    { ...previewFeedOptions, jobId: id },
  );
  return { id, job };
}

async function responseTo(request: Partial<PreviewFeedPayload> & { url: string }) {
  const { id } = await enqueue(request);
  await expect.poll(() => pipeline.previews.readResponse(id), { timeout: 75_000 }).not.toBeNull();
  return pipeline.previews.readResponse(id);
}

const publishJooble = () =>
  pipeline.feedsUrl + pipeline.feeds.publish('preview', { records: 400, broken: 8, dialect: 'jooble' });

test('a preview reads the beginning of a feed in a worker and touches no collection', async () => {
  pipeline.startWorker();
  const result = await responseTo({ url: publishJooble() });
  expect(result).toMatchObject({
    ok: true,
    preview: { records: 100, complete: null, feed: { dialect: 'jooble' } },
  });
  if (result?.ok) {
    expect(result.preview.samples).toHaveLength(3);
    expect(result.preview.fill['title']).toBe(result.preview.postings);
  }
  expect(await pipeline.jobsOf('preview')).toEqual([]);
});

test('a preview of something else than a feed has the reason as its result', async () => {
  pipeline.startWorker();
  expect(await responseTo({ url: `${pipeline.feedsUrl}/`, maxRecords: 10 })).toMatchObject({
    ok: false,
    error: { code: 'feed-not-xml' },
  });
});

test('a preview does not wait for slow feeds that have taken all slots', async () => {
  const slow = await startSlowHost();
  pipeline.startWorker('a', { fetchConcurrency: 2 });
  for (const name of ['one', 'two', 'three']) {
    await pipeline.startImport(await pipeline.addSource({ name, url: `${slow.url}/${name}` }));
  }
  await expect.poll(slow.open).toBe(2);
  expect(await responseTo({ url: publishJooble() })).toMatchObject({ ok: true });
  await expect.poll(slow.open).toBe(2);
  slow.finish();
});

test('a preview whose worker was lost fails and is not repeated', async () => {
  const { id, job } = await enqueue({ url: publishJooble() });
  const killed = new Worker(pipeline.queues.previews.name, null, {
    connection: pipeline.redis,
    prefix: pipeline.sandbox.redisPrefix,
    lockDuration: 100,
  });
  await killed.getNextJob('token');
  expect(await pipeline.previews.take(id)).not.toBeNull();
  pipeline.startWorker();
  await expect.poll(() => job.isFailed(), { timeout: 75_000 }).toBe(true);
  expect((await pipeline.queues.previews.getJob(id))?.failedReason).toContain('stalled');
  expect(await pipeline.previews.readResponse(id)).toBeNull();
  await killed.close();
});

test('a preview whose request has expired is not read', async () => {
  const { id, job } = await enqueue({ url: publishJooble() });
  await pipeline.previews.forget(id);
  pipeline.startWorker();
  await expect.poll(() => job.getState()).toBe('unknown');
  expect(await pipeline.previews.readResponse(id)).toBeNull();
});

test('a preview for an API of an earlier version returns its result in the step, and is never repeated', async () => {
  const payload = { url: publishJooble(), requestHeaders: {}, maxRecords: 100, samples: 3 };
  const lost = await pipeline.queues.feeds.add('preview-feed', payload, { attempts: 1 });
  const killed = new Worker(pipeline.queues.feeds.name, null, {
    connection: pipeline.redis,
    prefix: pipeline.sandbox.redisPrefix,
    lockDuration: 100,
  });
  await killed.getNextJob('token');
  pipeline.startWorker();
  const job = await pipeline.queues.feeds.add('preview-feed', payload, { attempts: 1 });
  await expect.poll(() => job.isCompleted(), { timeout: 75_000 }).toBe(true);
  const found = await pipeline.queues.feeds.getJob(String(job.id));
  expect(previewFeedResult.parse(found?.returnvalue)).toMatchObject({ ok: true, preview: { records: 100 } });
  await expect.poll(() => lost.isFailed(), { timeout: 75_000 }).toBe(true);
  await killed.close();
});

test('a preview that is being read when its worker stops fails at once and asks for another try', async () => {
  const slow = await startSlowHost();
  const workers = pipeline.startWorker();
  const { id } = await enqueue({ url: `${slow.url}/feed.xml` });
  await expect.poll(slow.open).toBe(1);
  await workers.close();
  expect(await pipeline.previews.readResponse(id)).toMatchObject({
    ok: false,
    error: { code: 'fetch-failed', message: 'the worker is stopping: try again' },
  });
});

test('a preview that begins while its worker stops is not read', async () => {
  const slow = await startSlowHost();
  const { deps, previews, processorOptions } = pipeline;
  const readers = createReaderPool(deps, processorOptions.readers);
  const process = createPreviewFeedProcessor({ readers, previews }, { shutdown: AbortSignal.abort() });
  const { id, job } = await enqueue({ url: `${slow.url}/feed.xml` });
  await process(job, 'token', undefined);
  expect(await previews.readResponse(id)).toMatchObject({
    ok: false,
    error: { code: 'fetch-failed', message: 'the worker is stopping: try again' },
  });
  expect(slow.open()).toBe(0);
  await readers.close();
});
