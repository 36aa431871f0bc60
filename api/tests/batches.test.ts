import type { BatchEnd } from '@feedflow/shared/mongo/batches/batch-life';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRun } from './history.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
let runId: string;
const startedAt = new Date('2026-01-31T12:00:00Z');
const later = (seconds: number) => new Date(startedAt.getTime() + seconds * 1_000);

/** Two hundred records that failed, with their jobs kept. */
const failed: BatchEnd = {
  status: 'failed',
  finishedAt: later(3),
  durationMs: 2_000,
  failures: [],
  newJobs: 0,
  updatedJobs: 0,
  unchangedJobs: 0,
  failedJobs: 200,
  error: { code: 'batch-failed', message: 'the disk was full' },
  failureTotals: { 'batch-failed': 200 },
  jobs: [{}],
};
const fine: BatchEnd = {
  ...failed,
  status: 'completed',
  failedJobs: 0,
  newJobs: 200,
  error: null,
  failureTotals: {},
  jobs: undefined,
};

async function addBatch(batchIndex: number, attempt: number, end: BatchEnd | null): Promise<void> {
  const { importBatches } = api.database;
  const batchId = `${runId}-${attempt}-1-${batchIndex}`;
  const facts = { runId, attempt, fetchAttempt: 1, batchIndex, records: 200, enqueuedAt: startedAt };
  await importBatches.insertWaiting([{ batchId, ...facts }]);
  if (!end) return;
  await importBatches.begin(batchId, `host:${batchIndex % 2}`, later(1));
  await importBatches.finish(batchId, end);
}

beforeAll(async () => {
  api = await serveApi();
  const counters = { totalFetched: 800, newJobs: 400, totalImported: 400, failedJobs: 400 };
  runId = await addRun(api.database, { startedAt, status: 'partial', counters });
  await addBatch(0, 1, fine);
  await addBatch(1, 1, failed);
  await addBatch(2, 1, failed);
  await addBatch(3, 1, fine);
});
afterAll(() => api.close());

const get = async (path: string) => (await api.get(`/api/import-logs/${runId}${path}`)).body;

test('a run says what a re-run would process, and a re-run processes that', async () => {
  expect((await get('')).rerunnable).toEqual({ batches: 2, records: 400 });
  const rerun = await api.post(`/api/import-logs/${runId}/rerun`, {});
  expect(rerun.body).toMatchObject({ attempt: 2, batches: 2, records: 400 });
  // It is running now: nothing more can be run again.
  expect((await get('')).rerunnable).toEqual({ batches: 0, records: 0 });
  await api.database.importBatches.supersede(`${runId}-1-1-1`, `${runId}-2-1-1`);
  await addBatch(1, 2, fine);
});

test('a batch has the result of each of its attempts', async () => {
  expect(await get('/batches/1')).toMatchObject({
    batchIndex: 1,
    attempt: 2,
    status: 'completed',
    newJobs: 200,
    attempts: [
      { attempt: 1, status: 'failed', superseded: true, error: { message: 'the disk was full' } },
      { attempt: 2, status: 'completed', superseded: false, worker: 'host:1' },
    ],
  });
  expect(await get('/batches/1?attempt=1')).toMatchObject({ attempt: 1, status: 'failed' });
  expect((await get('/batches/0')).attempts).toHaveLength(1);
  expect(JSON.stringify(await get('/batches/1'))).not.toContain('payload');
});

test('an unknown batch is a 404, an invalid index a 400', async () => {
  expect(await get('/batches/99')).toMatchObject({ status: 404, code: 'batch-unknown' });
  expect(await get('/batches/0?attempt=2')).toMatchObject({ status: 404, code: 'batch-unknown' });
  for (const path of [
    '/batches/x',
    '/batches/-1',
    '/batches/1e9',
    '/batches/0?attempt=0',
    '/batches/0?a=1',
  ]) {
    expect(await get(path)).toMatchObject({ status: 400, code: 'request-invalid' });
  }
  const unknown = await api.get(`/api/import-logs/${'0'.repeat(24)}/batches/0`);
  expect(unknown.body).toMatchObject({ status: 404, code: 'run-unknown' });
});

test('batches are listed by index, status and attempt', async () => {
  const indexes = async (query: string) =>
    (await get(`/batches?${query}`)).items.map((batch: { batchIndex: number }) => batch.batchIndex);
  expect(await indexes('batchIndex=2')).toEqual([2]);
  expect(await indexes('batchIndex=0')).toEqual([0]);
  expect(await indexes('batchIndex=99')).toEqual([]);
  expect(await indexes('status=failed')).toEqual([2]);
  expect(await indexes('attempt=1')).toEqual([0, 1, 2, 3]);
  expect(await indexes('attempt=2')).toEqual([1]);
});

test('batches are narrowed to those with a failure of one kind, and counted so', async () => {
  const page = await get('/batches?reason=batch-failed');
  expect(page.items.map((batch: { batchIndex: number }) => batch.batchIndex)).toEqual([2]);
  expect(page.counts).toMatchObject({ failed: 1, completed: 0 });
  expect(await get('/batches?reason=title-missing')).toMatchObject({ items: [], counts: { failed: 0 } });
  expect((await get('/batches?reason=batch-failed&attempt=1')).counts).toMatchObject({ failed: 2 });
  for (const reason of ['a.b', '$where', '', 'x'.repeat(65)])
    expect(await get(`/batches?reason=${encodeURIComponent(reason)}`)).toMatchObject({ status: 400 });
});

test('the map has each batch by its latest attempt, or those of one attempt', async () => {
  const map = await get('/batch-map');
  expect(map).toMatchObject({ runId, attempt: null, batches: 4 });
  expect(map.strip).toMatchObject({ batchesPerCell: 1, completed: [1, 1, 0, 1], failed: [0, 0, 1, 0] });
  expect(map.timeline.lanes.map((lane: { worker: string }) => lane.worker)).toContain('host:0');
  expect(map.timeline.bars).toHaveLength(4);
  expect((await get('/batch-map?attempt=1')).strip.failed).toEqual([0, 1, 1, 0]);
  expect(await get('/batch-map?attempt=7')).toMatchObject({ batches: 0, timeline: { bars: [] } });
  expect(await get('/batch-map?attempt=x')).toMatchObject({ status: 400 });
});
