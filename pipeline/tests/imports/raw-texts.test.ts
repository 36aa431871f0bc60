import { parseEnv } from '@feedflow/shared/process/env';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeRawOf, workerSettings } from '../../src/settings.ts';
import { serve, serveBody } from '../support/feed-server.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

const failedOnly = { firstRecords: 0, keepMs: 60_000 };
let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await startPipeline({ storeRaw: failedOnly, failureSampleLimit: 3 });
  pipeline.startWorker();
});
afterAll(() => pipeline.close());

const feedOf = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>B</title>${items.join('')}</channel></rss>`;
const item = (title: string) => `<item><title>${title}</title><guid>${title}</guid></item>`;

async function importFrom(name: string, url: string) {
  const source =
    (await pipeline.database.sources.findByName(name)) ?? (await pipeline.addSource({ name, url }));
  const { runId } = await pipeline.startImport(source);
  return pipeline.waitForEnd(runId);
}

const textOf = (runId: string, position: number) => pipeline.database.rawRecords.textOf(runId, position);

test('stores failed records as they are in the feed, as many as there are failure samples', async () => {
  const untitled = (n: number) => `<item><guid>u${n}</guid><description>&lt;b&gt;x</description></item>`;
  const url = await serveBody(
    feedOf(item('a'), untitled(1), untitled(2), item('b'), untitled(4), untitled(5)),
  );
  const startedAt = Date.now();
  const run = await importFrom('untitled', url);
  expect(run.failures.map(({ position }) => position)).toEqual([1, 2, 4]);
  expect(await textOf(run.runId, 1)).toBe(untitled(1));
  expect(await textOf(run.runId, 4)).toBe(untitled(4));
  expect([await textOf(run.runId, 0), await textOf(run.runId, 5)]).toEqual([null, null]);
  const stored = pipeline.db.collection('raw_records');
  const expiry = (await stored.findOne({ runId: run.runId }))?.['expiresAt'].getTime() - startedAt;
  expect(expiry).toBeGreaterThanOrEqual(60_000);
  expect(expiry).toBeLessThan(120_000);
  expect(await stored.indexes()).toContainEqual(
    expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }),
  );

  // A part of the feed that is known is not parsed, and its failures are kept all the same.
  const again = await importFrom('untitled', url);
  expect(again.fetch.comparison).toMatchObject({ fullReadReason: null, knownRecords: 6 });
  expect(await textOf(again.runId, 2)).toBe(untitled(2));

  await pipeline.database.retention.removeRun(again, new Date(Date.now() + 1_000));
  expect(await textOf(again.runId, 2)).toBeNull();
  expect(await textOf(run.runId, 2)).toBe(untitled(2));
});

test('stores them as text, for any encoding of the feed, at most 20 kB of each', async () => {
  const long = `<item><guid>é</guid><description>${'é'.repeat(12_000)}</description></item>`;
  const url = await serveBody(iconv.encode(feedOf(item('a'), long), 'windows-1252'));
  const run = await importFrom('long', url);
  const text = await textOf(run.runId, 1);
  expect(long.startsWith(text ?? 'nothing')).toBe(true);
  expect(Buffer.byteLength(text ?? '')).toBeGreaterThan(19_990);
  expect(Buffer.byteLength(text ?? '')).toBeLessThanOrEqual(20_000);
});

test('stores only the failures of the last reading of a feed', async () => {
  let reads = 0;
  const url = await serve((_request, response) => {
    reads += 1;
    if (reads === 1) {
      const broken = feedOf(item('a'), '<item><guid>u</guid></item>', ...'bcdefgh'.split('').map(item));
      response.writeHead(200, { 'Content-Length': broken.length + 1_000 }).write(broken);
      setTimeout(() => response.destroy(), 200);
    } else response.writeHead(200).end(feedOf(item('a'), item('b')));
  });
  const run = await importFrom('flaky', url);
  expect(run).toMatchObject({ status: 'completed', newJobs: 2, fetch: { fetchAttempt: 2 } });
  expect(await pipeline.db.collection('raw_records').countDocuments({ runId: run.runId })).toBe(0);
});

test('with STORE_RAW=sample the first records are stored too, whatever their outcome, and no others', async () => {
  const own = await startPipeline({ storeRaw: { firstRecords: 3, keepMs: 60_000 }, failureSampleLimit: 1 });
  try {
    own.startWorker();
    const untitled = '<item><guid>u</guid></item>';
    const items = [item('a'), untitled, item('a'), item('c'), untitled, untitled, item('d')];
    const source = await own.addSource({ name: 'sampled', url: await serveBody(feedOf(...items)) });
    const kept = async (runId: string) => {
      const stored = await own.db.collection('raw_records').find({ runId }).sort({ _id: 1 }).toArray();
      return stored.map(({ text }) => text);
    };
    const first = await own.waitForEnd((await own.startImport(source)).runId);
    expect(first).toMatchObject({ newJobs: 3, duplicateJobs: 1, failedJobs: 3 });
    // Three from the start, and of the failures behind them as many as there are failure samples.
    expect(await kept(first.runId)).toEqual([item('a'), untitled, item('a'), untitled]);

    const again = await own.waitForEnd((await own.startImport(source)).runId);
    expect(again.fetch.comparison).toMatchObject({ knownRecords: 7 });
    expect(await kept(again.runId)).toEqual(await kept(first.runId));
    await own.database.retention.removeRun(first, new Date(Date.now() + 1_000));
    expect(await kept(first.runId)).toEqual([]);
    expect(await kept(again.runId)).toHaveLength(4);
  } finally {
    await own.close();
  }
});

test.each([
  ['none', null],
  ['failed', { firstRecords: 0, keepMs: 14 * 86_400_000 }],
  ['sample', { firstRecords: 50, keepMs: 14 * 86_400_000 }],
])('STORE_RAW=%s is accepted, and failed is the default', (STORE_RAW, storeRaw) => {
  const env = { MONGODB_URI: 'mongodb://h/d', REDIS_URL: 'redis://h' };
  expect(storeRawOf(parseEnv(workerSettings, { ...env, STORE_RAW }))).toEqual(storeRaw);
  expect(parseEnv(workerSettings, env).STORE_RAW).toBe('failed');
});

test('with STORE_RAW=none only the jobs of a feed are stored', async () => {
  const own = await startPipeline();
  try {
    own.startWorker();
    expect(await own.importFeed('plain', { records: 30, broken: 3 })).toMatchObject({ failedJobs: 3 });
    expect(await own.db.collection('raw_records').countDocuments()).toBe(0);
  } finally {
    await own.close();
  }
});
