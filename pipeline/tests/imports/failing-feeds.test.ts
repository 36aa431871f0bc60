import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
  pipeline.startWorker();
});
afterAll(() => pipeline.close());

test('a feed that does not exist fails the run at once, with the reason', async () => {
  const run = await pipeline.importFeed('gone', { status: 404 });
  expect(run).toMatchObject({
    status: 'failed',
    totalFetched: 0,
    totalImported: 0,
    error: { code: 'feed-not-found' },
    http: { status: 404, notModified: false, bytes: 0 },
    fetch: { status: 'failed', fetchAttempt: 1 },
  });
  // The response to a feed that is not there says nothing of the feed.
  const source = await pipeline.database.sources.findByName('gone');
  expect(source?.movedTo ?? null).toBeNull();
});

test('a run has the response of its last fetch attempt only, and no record that no attempt enqueued', async () => {
  const run = await pipeline.importFeed(
    'worse',
    { records: 40, cut: '15records', cutBy: 'drop' },
    { status: 404 },
  );
  expect(run).toMatchObject({ status: 'failed', totalFetched: 0, http: { status: 404 } });
});

test('a feed that recovers is read by a later attempt, and only that attempt counts', async () => {
  const run = await pipeline.importFeed('flaky', { status: 503, retryAfter: 0 }, { records: 45 });
  expect(run).toMatchObject({
    status: 'completed',
    newJobs: 45,
    fetch: {
      fetchAttempt: 2,
      responseMs: expect.any(Number),
      firstRecordMs: expect.any(Number),
      retry: null,
    },
    meta: { totalBatches: 3 },
  });
  // The event log shows the first one.
  expect(await pipeline.database.importLogs.pastFetches(run.runId)).toMatchObject([
    {
      attempt: 1,
      fetchAttempt: 1,
      requestedAt: expect.any(Date),
      http: { status: 503 },
      responseMs: expect.any(Number),
      firstRecordMs: null,
      retry: { execution: 1, maxExecutions: 3, error: { code: 'feed-http-error' }, withinMs: 1_000 },
    },
  ]);
});

test('a feed that is cut off and differs in the next reading is counted by its last reading only', async () => {
  const run = await pipeline.importFeed(
    'resets',
    { records: 400, cut: '200records', cutBy: 'drop' },
    { records: 90, from: 101, changed: 5 },
  );
  expect(run).toMatchObject({
    status: 'completed',
    totalFetched: 90,
    totalImported: 90,
    fetch: { fetchAttempt: 2 },
  });
  expect(run.newJobs + run.updatedJobs + run.unchangedJobs).toBe(90);
  const { items } = await pipeline.database.importBatches.list(run.runId, { limit: 100 });
  expect(items.map((batch) => batch.fetchAttempt)).toEqual([2, 2, 2, 2, 2]);
});

test('what was read before the feed could no longer be read is counted', async () => {
  const run = await pipeline.importFeed(
    'goes-away',
    { records: 300, cut: '150records', cutBy: 'drop' },
    { status: 503, retryAfter: 0 },
  );
  const { newJobs } = run;
  expect(run).toMatchObject({
    status: 'partial',
    totalFetched: newJobs,
    error: { code: 'feed-http-error' },
    http: { status: 503 },
    fetch: { status: 'failed', fetchAttempt: 3, unreplaced: { fetchAttempt: 1, by: 3 }, complete: false },
    meta: { rereadRecords: 0 },
  });
  expect(newJobs).toBeGreaterThan(100);
  expect(await pipeline.jobsOf('goes-away')).toHaveLength(newJobs);
  const { items } = await pipeline.database.importBatches.list(run.runId, { limit: 100 });
  expect(items.map((batch) => batch.fetchAttempt)).toEqual(items.map(() => 1));
  // Only a whole reading is compared with.
  expect(await pipeline.importFeed('goes-away', { records: 300 })).toMatchObject({
    newJobs: 300 - newJobs,
    unchangedJobs: newJobs,
  });
});

test('a reading that breaks off earlier, before it writes jobs, does not replace the one before', async () => {
  const run = await pipeline.importFeed(
    'breaks-off-earlier',
    { records: 300, cut: '150records', cutBy: 'drop' },
    { records: 300, broken: 20, cut: '15records', cutBy: 'drop' },
  );
  const { newJobs } = run;
  expect(newJobs).toBeGreaterThan(100);
  expect(run).toMatchObject({
    status: 'partial',
    totalFetched: newJobs,
    fetch: { fetchAttempt: 3, unreplaced: { fetchAttempt: 1, by: 3 } },
  });
  // What shows that the feed is being read again, and how far.
  expect(run.meta.rereadRecords).toBeGreaterThan(5);
  expect(run.meta.rereadRecords).toBeLessThanOrEqual(15);
  expect(await pipeline.jobsOf('breaks-off-earlier')).toHaveLength(newJobs);
});

test('a feed that is cut off sooner each time keeps what its last reading has, if no other wrote jobs', async () => {
  const run = await pipeline.importFeed(
    'ever-shorter',
    { records: 300, cut: '15records', cutBy: 'drop' },
    { records: 300, cut: '10records', cutBy: 'drop' },
  );
  expect(run).toMatchObject({
    status: 'partial',
    fetch: { fetchAttempt: 3, unreplaced: null },
    meta: { rereadRecords: null },
  });
  expect(run.newJobs).toBeGreaterThan(5);
  expect(await pipeline.jobsOf('ever-shorter')).toHaveLength(run.newJobs);
});

test('a feed that is cut off every time keeps its complete records, and the run is partial', async () => {
  const run = await pipeline.importFeed('always-resets', { records: 300, cut: '150records', cutBy: 'drop' });
  expect(run).toMatchObject({
    status: 'partial',
    fetch: { status: 'failed', fetchAttempt: 3, complete: false },
  });
  expect(run.error?.code).toMatch(/^feed-/);
  expect(run.totalFetched).toBe(150);
  expect(run.newJobs + run.unchangedJobs + run.updatedJobs).toBe(150);
});

test('a document that ends too early is imported up to its end, and the run is partial', async () => {
  const run = await pipeline.importFeed('truncated', { records: 100, cut: '70records' });
  expect(run).toMatchObject({
    status: 'partial',
    totalFetched: 70,
    newJobs: 70,
    failedJobs: 0,
    error: { code: 'feed-truncated' },
    fetch: { status: 'completed', complete: false },
  });
});

test('a page that is no feed fails the run with what was received instead', async () => {
  const source = await pipeline.addSource({ name: 'html', url: `${pipeline.feedsUrl}/` });
  const { runId } = await pipeline.startImport(source);
  const run = await pipeline.waitForEnd(runId);
  expect(run).toMatchObject({ status: 'failed', error: { code: 'feed-not-xml' }, http: { status: 200 } });
  expect(run.error?.message).toMatch(/JSON|HTML/i);
});

test('a batch keeps the failures of its executions until it fails for good', async () => {
  await pipeline.importFeed('rejected', { records: 40 });
  const [job] = await pipeline.jobsOf('rejected');
  pipeline.failingKeys.add(job?.dedupeKey ?? '');
  const run = await pipeline.importFeed('rejected', { records: 40, changed: 40 });
  pipeline.failingKeys.clear();
  expect(run.meta.failedBatches).toBe(1);
  const { importBatches } = pipeline.database;
  const error = { message: 'the write was given up' };
  const retries = await importBatches.retriesOf(run.runId, 1);
  expect(retries).toMatchObject({
    items: [
      { execution: 1, maxExecutions: 3, error, withinMs: 1_000 },
      { execution: 2, maxExecutions: 3, error, withinMs: 2_000 },
    ],
    total: 2,
  });
  const failed = await importBatches.failedOf(run.runId, 10);
  const { batchIndex } = retries.items[0] ?? {};
  expect(failed).toMatchObject({ items: [{ batchIndex, attempt: 1, error }], total: 1 });
});

test('a failed run leaves its source free for the next one', async () => {
  await pipeline.importFeed('recovers', { status: 404 });
  const run = await pipeline.importFeed('recovers', { records: 5 });
  expect(run.status).toBe('completed');
  // The source is updated shortly after the run is stored.
  const lastRun = async () => (await pipeline.database.sources.findByName('recovers'))?.lastRun;
  await expect.poll(lastRun).toMatchObject({ runId: run.runId, status: 'completed' });
});
