import { jobIds } from '@feedflow/shared/queues/names';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
let runId: string;
beforeAll(async () => {
  api = await serveApi();
  const { body } = await api.post('/api/import/run', { source: 'acme' });
  runId = body.runs[0].runId;
  const run = { runId, attempt: 1, fetchAttempt: 1 };
  await api.database.importLogs.beginFetch(run, { startedAt: new Date(), worker: 'w', concurrency: 4 });
  await api.database.importLogs.reportFetch(run, {
    fetch: { totalFetched: 8, duplicateJobs: 1, failedJobs: 2 },
  });
  const batch = (batchIndex: number) => jobIds.upsertBatch({ ...run, batchIndex });
  await api.database.importBatches.insertWaiting(
    [0, 1, 2].map((batchIndex) => ({
      ...run,
      batchId: batch(batchIndex),
      batchIndex,
      records: 2,
      enqueuedAt: new Date(),
    })),
  );
  await api.database.importBatches.finish(batch(1), {
    status: 'completed',
    newJobs: 1,
    updatedJobs: 0,
    unchangedJobs: 1,
    failedJobs: 0,
    finishedAt: new Date(),
    durationMs: 5,
    error: null,
    failures: [],
    failureTotals: {},
  });
  await api.database.importBatches.finish(batch(2), {
    status: 'failed',
    newJobs: 0,
    updatedJobs: 0,
    unchangedJobs: 0,
    failedJobs: 2,
    finishedAt: new Date(),
    durationMs: 5,
    error: { code: 'internal', message: 'x' },
    failures: [],
    failureTotals: { 'batch-failed': 2 },
    jobs: [{ secret: 'payload' }],
  });
});
afterAll(() => api.close());

test('a running run has its current totals, in the list and alone', async () => {
  const live = {
    // The last report of the fetch has 8; the batches enqueued since then have one more.
    totalFetched: 9,
    totalImported: 2,
    newJobs: 1,
    unchangedJobs: 1,
    duplicateJobs: 1,
    failedJobs: 4,
    meta: { processedBatches: 2, failedBatches: 1, totalBatches: null },
  };
  expect((await api.get(`/api/import-logs/${runId}`)).body).toMatchObject(live);
  const list = await api.get('/api/import-logs?source=acme&status=running,failed&limit=5');
  expect(list.body).toMatchObject({ items: [live], nextCursor: null });
  expect(list.body.items[0]).not.toHaveProperty('fetch');
});

test('batches are paged in order with the counts of the whole run, without their payload', async () => {
  const first = await api.get(`/api/import-logs/${runId}/batches?limit=2`);
  expect(first.body.items.map((batch: { batchIndex: number }) => batch.batchIndex)).toEqual([0, 1]);
  expect(first.body.counts).toEqual({ waiting: 1, running: 0, completed: 1, failed: 1, cancelled: 0 });
  const second = await api.get(`/api/import-logs/${runId}/batches?limit=2&cursor=${first.body.nextCursor}`);
  expect(second.body).toMatchObject({ items: [{ batchIndex: 2, status: 'failed' }], nextCursor: null });
  expect(JSON.stringify(second.body)).not.toContain('payload');
  const failed = await api.get(`/api/import-logs/${runId}/batches?status=failed`);
  expect(failed.body.items).toHaveLength(1);
});

test.each([
  ['/api/import-logs/not-an-id', 400],
  ['/api/import-logs/000000000000000000000000', 404],
  ['/api/import-logs/000000000000000000000000/batches', 404],
  ['/api/import-logs/000000000000000000000000?x=1', 400],
  ['/api/import-logs?limit=0', 400],
  ['/api/import-logs?limit=1e9', 400],
  ['/api/import-logs?limit=5&limit=6', 400],
  ['/api/import-logs?status=sleeping', 400],
  ['/api/import-logs?status[$ne]=failed', 400],
  ['/api/import-logs?__proto__=x', 400],
  ['/api/import-logs?source[$gt]=', 400],
  ['/api/import-logs?from=yesterday', 400],
  ['/api/import-logs?cursor=%00', 400],
  ['/api/import-logs/%E0%A4%A', 400],
  ['/api/nothing', 404],
  ['/%2e%2e/etc/passwd', 404],
])('GET %s is a %i with a code and a message, never a 500', async (path, status) => {
  const response = await api.get(path);
  expect(response.status).toBe(status);
  expect(response.body.error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
  expect(JSON.stringify(response.body)).not.toMatch(/node_modules|at .*\.ts:/);
});

test('a wrong method is a 405 that says which are right', async () => {
  const response = await api.delete('/api/import/run');
  expect(response.body).toMatchObject({ status: 405, code: 'method-not-allowed' });
  expect(response.headers.get('allow')).toBe('POST');
});

test('responses are not cached, sniffed or framed', async () => {
  const { headers } = await api.get('/api/import-logs');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('health names each dependency with its latency', async () => {
  const { status, body } = await api.get('/health');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: 'ok',
    services: { mongodb: { status: 'up', latencyMs: expect.any(Number) }, redis: { status: 'up' } },
  });
});

test('sources have the time of their next run', async () => {
  const { body } = await api.get('/api/sources');
  expect(body.items.map((source: { name: string }) => source.name)).toEqual(['acme', 'beta', 'off']);
  const [acme, beta, off] = body.items;
  expect(acme).toMatchObject({ intervalMinutes: 60, schedule: null });
  expect(beta.nextRuns.map((at: string) => new Date(at).getUTCMinutes())).toEqual([5, 5, 5]);
  expect(off.nextRuns).toEqual([]);
});
