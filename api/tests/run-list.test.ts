import { warningCodes } from '@feedflow/shared/model/warnings';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRun } from './history.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
const now = Date.now();
const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000);

beforeAll(async () => {
  api = await serveApi();
  for (let n = 1; n <= 30; n += 1) {
    await addRun(api.database, {
      source: n % 3 === 0 ? 'Beta Jobs' : 'acme',
      trigger: n % 5 === 0 ? 'manual' : 'schedule',
      status: n % 10 === 0 ? 'failed' : 'completed',
      startedAt: hoursAgo(n),
      durationMs: (n % 7) * 100,
      counters: { totalFetched: n % 4, failedJobs: n === 7 ? 1 : 0 },
      warnings: warningCodes.slice(0, n % 3).map((code) => ({ code, count: 1, message: '', samples: [] })),
      ...(n % 10 === 0
        ? {
            end: {
              error: { code: 'feed-timeout', message: 'https://feeds.test/late.xml: no headers in 30 s' },
            },
          }
        : {}),
      ...(n === 7 ? { end: { failureTotals: { 'title-missing': 1 } } } : {}),
    });
  }
  await addRun(api.database, { source: 'going', startedAt: hoursAgo(0.1), status: 'running' });
});
afterAll(() => api.close());

interface Row {
  runId: string;
  sourceName: string;
  startedAt: string;
  totalFetched: number;
  meta: { durationMs: number };
}

/** All pages of a list, a few runs each. */
async function all(query: string, limit = 4): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor = '';
  do {
    const { body } = await api.get(
      `/api/import-logs?limit=${limit}&${query}${cursor && `&cursor=${cursor}`}`,
    );
    rows.push(...body.items);
    cursor = body.nextCursor ?? '';
  } while (cursor && rows.length < 200);
  return rows;
}

test.each([
  ['', 31],
  ['status=failed', 3],
  ['status=failed,running', 4],
  ['source=acme', 20],
  ['trigger=manual', 6],
  ['trigger=manual&status=failed', 3],
  ['from=now-12h', 12],
  [`from=${hoursAgo(10.5).toISOString()}&to=${hoursAgo(4.5).toISOString()}`, 6],
  ['warning=any', 20],
  [`warning=${warningCodes[1]}`, 10],
  [`warning=${warningCodes[0]}&source=acme`, 20],
  ['text=BETA', 10],
  ['text=timeout', 3],
  ['text=beta&status=failed', 1],
  ['text=Feed%20timeout', 3],
  ['text=NO%20HEADERS', 3],
  ['text=late.xml', 3],
  ['text=title%20missing', 1],
  ['text=title-missing', 1],
  ['text=feeds.test%2Fgoing', 1],
  ['text=%24startedAt', 0],
  ['text=nothing-like-it', 0],
])('filter "%s" finds its runs, page by page, each once', async (query, count) => {
  const rows = await all(query);
  expect(new Set(rows.map((row) => row.runId)).size).toBe(count);
  expect(rows).toHaveLength(count);
});

test('a run is found by the beginning of its id', async () => {
  const [row] = await all('source=going');
  const found = await all(`text=${row?.runId}`);
  expect(found.map((one) => one.runId)).toEqual([row?.runId]);
});

test.each([
  ['-startedAt', (row: Row) => -Date.parse(row.startedAt), 31],
  ['startedAt', (row: Row) => Date.parse(row.startedAt), 31],
  ['-durationMs', (row: Row) => -row.meta.durationMs, 30],
  ['durationMs', (row: Row) => row.meta.durationMs, 30],
  ['totalFetched', (row: Row) => row.totalFetched, 31],
  ['-totalFetched', (row: Row) => -row.totalFetched, 31],
] as const)('sorted by %s, ties and all, no run is lost between pages', async (sort, key, count) => {
  const rows = await all(`sort=${sort}`);
  const keys = rows.map(key);
  expect(keys).toEqual(keys.toSorted((a, b) => a - b));
  expect(new Set(rows.map((row) => row.runId)).size).toBe(count);
});

test('a cursor belongs to its own order', async () => {
  const { body } = await api.get('/api/import-logs?limit=2');
  expect((await api.get(`/api/import-logs?limit=2&sort=durationMs&cursor=${body.nextCursor}`)).status).toBe(
    400,
  );
});

test('a page of 50 runs is small, however much they failed', async () => {
  const failures = Array.from({ length: 200 }, (_, position) => ({
    stage: 'parse' as const,
    reasonCode: 'record-malformed',
    message: 'x'.repeat(300),
    position,
    batchIndex: null,
    dedupeKey: null,
    externalId: null,
    field: null,
    at: new Date(),
  }));
  for (let n = 0; n < 50; n += 1) {
    await addRun(api.database, {
      source: 'large',
      startedAt: hoursAgo(100 + n),
      status: 'partial' as const,
      end: { failures, failureTotals: { 'record-malformed': 200 } },
    });
  }
  const { text, body } = await api.get('/api/import-logs?source=large&limit=50');
  expect(body.items).toHaveLength(50);
  expect(text.length).toBeLessThan(50_000);
  expect(text).not.toContain('record-malformed"}');
});

test('runs are exported as CSV, what looks like a formula as text', async () => {
  await addRun(api.database, {
    source: 'odd',
    startedAt: hoursAgo(1),
    status: 'failed' as const,
    end: { error: { code: 'fetch-failed', message: '=cmd|"/c calc"!A1, and a\nline' } },
  });
  const { status, text, headers } = await api.get('/api/import-logs.csv?source=odd');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('text/csv');
  expect(headers.get('content-disposition')).toContain('runs.csv');
  expect(text.split('\n')[0]).toContain('runId,source,sourceUrl,trigger,status');
  expect(text).toContain(`"'=cmd|""/c calc""!A1, and a\nline"`);
  const whole = await api.get('/api/import-logs.csv');
  expect(whole.text.split('\n').filter((line) => /^[0-9a-f]{24},/.test(line))).toHaveLength(82);
});
