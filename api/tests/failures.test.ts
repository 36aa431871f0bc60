import { jobIds } from '@feedflow/shared/queues/names';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { patternOf } from '../src/runs/failure-groups.ts';
import { addRun } from './history.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
let runId: string;

const failure = (message: string, batchIndex: number | null, position: number) => ({
  stage: 'upsert' as const,
  reasonCode: 'write-rejected',
  message,
  batchIndex,
  position,
  dedupeKey: null,
  externalId: null,
  field: null,
  at: new Date(),
});

beforeAll(async () => {
  api = await serveApi();
  runId = await addRun(api.database, {
    startedAt: new Date(),
    status: 'partial' as const,
    counters: { failedJobs: 207 },
    end: {
      failures: [
        { ...failure('record 3 has no title', null, 3), stage: 'normalize', reasonCode: 'title-missing' },
      ],
      failureTotals: { 'title-missing': 1, 'write-rejected': 6, 'batch-failed': 200 },
    },
  });
  const batch = (batchIndex: number) => ({ runId, attempt: 1, fetchAttempt: 1, batchIndex });
  await api.database.importBatches.insertWaiting(
    [0, 1].map((index) => ({
      ...batch(index),
      batchId: jobIds.upsertBatch(batch(index)),
      records: 200,
      enqueuedAt: new Date(),
    })),
  );
  const end = { finishedAt: new Date(), durationMs: 1, newJobs: 0, updatedJobs: 0, unchangedJobs: 0 };
  await api.database.importBatches.finish(jobIds.upsertBatch(batch(0)), {
    ...end,
    status: 'completed',
    failedJobs: 6,
    error: null,
    failureTotals: { 'write-rejected': 6 },
    failures: Array.from({ length: 6 }, (_, n) =>
      failure(`document "job ${n}" is ${17_000_000 + n} bytes`, 0, n),
    ),
  });
  await api.database.importBatches.finish(jobIds.upsertBatch(batch(1)), {
    ...end,
    status: 'failed',
    failedJobs: 200,
    failures: [],
    failureTotals: { 'batch-failed': 200 },
    error: { code: 'batch-timeout', message: 'took longer than 120000 ms' },
  });
});
afterAll(() => api.close());

test('failures are grouped by reason and by what their messages share', async () => {
  const { body } = await api.get(`/api/import-logs/${runId}/failures`);
  expect(body).toMatchObject({
    failedJobs: 207,
    totals: { 'title-missing': 1, 'write-rejected': 6, 'batch-failed': 200 },
    grouped: 207,
  });
  expect(
    body.groups.map((group: { pattern: string; records: number }) => [group.records, group.pattern]),
  ).toEqual([
    [200, 'batch-timeout: took longer than <n> ms'],
    [6, 'document <text> is <n> bytes'],
    [1, 'record <n> has no title'],
  ]);
  expect(body.groups[1].samples).toHaveLength(5);
});

test('the samples of a reason are read page by page, each once', async () => {
  const page = async (query: string) => {
    const { body } = await api.get(`/api/import-logs/${runId}/failures?reason=write-rejected&${query}`);
    expect(body).toMatchObject({
      grouped: 6,
      groups: [{ reasonCode: 'write-rejected', records: 6, kept: 6 }],
    });
    return body.groups[0].samples.map(({ position }: { position: number }) => position);
  };
  expect(await page('samples=4')).toEqual([0, 1, 2, 3]);
  expect(await page('samples=4&skip=4')).toEqual([4, 5]);
  expect((await api.get(`/api/import-logs/${runId}/failures?reason=$where`)).status).toBe(400);
});

test('the reasons of failed records are there while the run is running', async () => {
  const running = await addRun(api.database, { source: 'going', startedAt: new Date(), status: 'running' });
  await api.database.importLogs.beginFetch(
    { runId: running, attempt: 1 },
    { startedAt: new Date(), worker: 'w', concurrency: 1 },
  );
  await api.database.importLogs.reportFetch(
    { runId: running, attempt: 1, fetchAttempt: 1 },
    {
      fetch: { totalFetched: 9, failedJobs: 2, failureTotals: { 'title-missing': 2 } },
      failures: [{ ...failure('no title', null, 3), stage: 'normalize', reasonCode: 'title-missing' }],
    },
  );
  const { body } = await api.get(`/api/import-logs/${running}`);
  expect(body).toMatchObject({ status: 'running', failedJobs: 2, failureTotals: { 'title-missing': 2 } });
  const report = await api.get(`/api/import-logs/${running}/failures`);
  expect(report.body).toMatchObject({ totals: { 'title-missing': 2 }, groups: [{ records: 1, kept: 1 }] });
});

test('all kept failures are exported, a line of JSON each', async () => {
  const { text, headers } = await api.get(`/api/import-logs/${runId}/failures.ndjson`);
  expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(8);
  expect(lines.at(-1)).toMatchObject({ batchIndex: 1, records: 200, reasonCode: 'batch-failed' });
});

test('a record is served as plain text, whatever it looks like', async () => {
  const text = '<html><script>alert("é")</script></html>';
  const { rawRecords } = api.database;
  await rawRecords.keep(
    { runId, attempt: 1, fetchAttempt: 1 },
    [{ position: 3, text }],
    new Date(Date.now() + 60_000),
  );
  const raw = `/api/import-logs/${runId}/records/3/raw`;
  const response = await api.get(raw, { Accept: 'text/html' });
  expect(response).toMatchObject({ status: 200, text });
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const missing = await api.get(raw.replace('/3/', '/4/'));
  expect(missing).toMatchObject({
    status: 404,
    body: { code: 'not-found', detail: expect.stringContaining('STORE_RAW') },
  });
  expect((await api.get(raw.replace('/3/', '/-1/'))).status).toBe(400);
  expect((await api.get(raw.replace(runId, '0'.repeat(24)))).body.code).toBe('run-unknown');
});

test('an unknown run has no failures: it is a 404', async () => {
  for (const path of ['failures', 'failures.ndjson']) {
    expect((await api.get(`/api/import-logs/${'0'.repeat(24)}/${path}`)).status).toBe(404);
  }
});

test.each([
  ['https://a.test/x?y=1 responded with 503', '<url> responded with <n>'],
  ["field 'pay' is 1,200.50", 'field <text> is <n>'],
  ['key 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12 is taken', 'key <id> is taken'],
  ['defaced decade', 'defaced decade'],
])('%s → %s', (message, pattern) => {
  expect(patternOf(message)).toBe(pattern);
});
