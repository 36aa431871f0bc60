import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../support/feed-server.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
  pipeline.startWorker();
});
afterAll(() => pipeline.close());

const sourceNamed = (name: string) => pipeline.database.sources.findByName(name);

test('does not read an unchanged feed: no batches, and the validators are kept', async () => {
  const first = await pipeline.importFeed('unmodified', { records: 30, etag: 1 });
  expect(first).toMatchObject({
    newJobs: 30,
    http: { status: 200, notModified: false, etag: expect.any(String) },
  });
  const second = await pipeline.importFeed('unmodified', { records: 30, etag: 1 });
  expect(second).toMatchObject({
    status: 'completed',
    totalFetched: 0,
    totalImported: 0,
    http: { status: 304, notModified: true },
    meta: { totalBatches: 0 },
  });
  const third = await pipeline.importFeed('unmodified', { records: 30, etag: 1, changed: 4 });
  expect(third).toMatchObject({
    status: 'completed',
    updatedJobs: 4,
    unchangedJobs: 26,
    http: { notModified: false },
  });
});

test('reads an unchanged feed if a full import is requested', async () => {
  await pipeline.importFeed('requested', { records: 30, etag: 1 });
  const source = await sourceNamed('requested');
  if (!source) throw new Error('the source is gone');
  const { runId } = await pipeline.startImport(source, { full: true });
  expect(await pipeline.waitForEnd(runId)).toMatchObject({
    status: 'completed',
    totalFetched: 30,
    unchangedJobs: 30,
    http: { status: 200, notModified: false },
    fetch: { comparison: { fullReadReason: 'requested' } },
  });
});

test('reads a feed again that was not imported completely, in spite of its validators', async () => {
  await pipeline.importFeed('cut-once', { records: 60, etag: 1, cut: '20records' });
  const again = await pipeline.importFeed('cut-once', { records: 60, etag: 1, cut: '20records' });
  expect(again).toMatchObject({ totalFetched: 20, http: { notModified: false } });
});

test('a feed that was removed disables its source with the reason', async () => {
  const run = await pipeline.importFeed('gone-for-good', { status: 410 });
  expect(run).toMatchObject({ status: 'failed', error: { code: 'feed-gone' } });
  await expect.poll(async () => (await sourceNamed('gone-for-good'))?.enabled).toBe(false);
  expect((await sourceNamed('gone-for-good'))?.disabledReason).toMatchObject({
    code: 'feed-gone',
    message: expect.any(String),
  });
  await pipeline.database.sources.setEnabled('gone-for-good', true, new Date());
  expect(await sourceNamed('gone-for-good')).toMatchObject({
    enabled: true,
    disabledReason: null,
    failuresInARow: 0,
  });
});

test('counts consecutive failures, resets them after a success, and disables the source after 30', async () => {
  await pipeline.importFeed('streak', { status: 404 });
  await pipeline.importFeed('streak', { status: 404 });
  await expect.poll(async () => (await sourceNamed('streak'))?.failuresInARow).toBe(2);
  await pipeline.importFeed('streak', { records: 3 });
  await expect.poll(async () => (await sourceNamed('streak'))?.failuresInARow).toBe(0);
  await pipeline.db.collection('sources').updateOne({ name: 'streak' }, { $set: { failuresInARow: 28 } });
  await pipeline.importFeed('streak', { status: 404 });
  await expect.poll(async () => (await sourceNamed('streak'))?.failuresInARow).toBe(29);
  expect((await sourceNamed('streak'))?.enabled).toBe(true);
  await pipeline.importFeed('streak', { status: 404 });
  await expect.poll(async () => (await sourceNamed('streak'))?.enabled).toBe(false);
  expect((await sourceNamed('streak'))?.disabledReason).toMatchObject({
    code: 'source-failing',
    message: expect.stringContaining('30'),
  });
});

test('a permanent redirect becomes a suggestion on the source, which keeps requesting the old URL', async () => {
  const feed = pipeline.feedsUrl + pipeline.feeds.publish('moved', { records: 4 });
  let moved = true;
  const base = await serve((_request, response) => {
    response.writeHead(moved ? 308 : 302, { location: feed }).end();
  });
  const url = `${base}/jobs.xml`;
  const source = await pipeline.addSource({ name: 'mover', url });
  const run = await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
  expect(run).toMatchObject({ status: 'completed', sourceUrl: url, http: { movedTo: feed } });
  expect(await sourceNamed('mover')).toMatchObject({ url, movedTo: feed });
  moved = false;
  await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
  expect(await sourceNamed('mover')).toMatchObject({ url, movedTo: null });
});

test('sends the headers and credentials of a source to its feed, and stores them nowhere in the run', async () => {
  const seen: Record<string, unknown>[] = [];
  const base = await serve((request, response) => {
    seen.push(request.headers);
    response.setHeader('content-type', 'application/xml');
    response.end(
      '<source><job><referencenumber>1</referencenumber><title>Baker</title><url>https://a.test/1</url></job></source>',
    );
  });
  const source = await pipeline.addSource({
    name: 'secretive',
    url: `${base}/jobs.xml`,
    headers: { 'X-Board-Key': 'key-5f1c' },
    basicAuth: { username: 'acme', password: 'hunter-77' },
  });
  const run = await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
  expect(run).toMatchObject({ status: 'completed', newJobs: 1 });
  expect(seen[0]).toMatchObject({
    'x-board-key': 'key-5f1c',
    authorization: `Basic ${Buffer.from('acme:hunter-77').toString('base64')}`,
  });
  expect(JSON.stringify([run, await pipeline.jobsOf('secretive')])).not.toMatch(/key-5f1c|hunter-77/);
});
