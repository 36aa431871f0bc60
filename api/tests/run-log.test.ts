import type { Run } from '@feedflow/shared/model/run';
import type { RunLogEntry } from '@feedflow/shared/model/run-log';
import { jobIds } from '@feedflow/shared/queues/names';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runEnd } from './history.ts';
import { type ServedApi, serveApi, token } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi({ token });
});
afterAll(() => api.close());

const headers = { authorization: `Bearer ${token}` };
const get = (path: string) => api.get(path, headers);
const seconds = (from: Date, after: number) => new Date(from.getTime() + after * 1_000);

async function start(source: string): Promise<Run> {
  const { body } = await api.post('/api/import/run', { source }, headers);
  return api.database.importLogs.get(body.runs[0].runId);
}

async function beginFetch({ runId }: Run, startedAt: Date, attempt = 1) {
  const facts = { startedAt, worker: 'w', concurrency: 4 };
  const begun = await api.database.importLogs.beginFetch({ runId, attempt }, facts);
  return { runId, attempt, fetchAttempt: begun?.fetchAttempt ?? 0 };
}

async function logOf({ runId }: Run, query = ''): Promise<RunLogEntry[]> {
  return (await get(`/api/import-logs/${runId}/events${query}`)).body.items;
}

const messages = (entries: RunLogEntry[]) => entries.map(({ message }) => message);

const response = {
  status: 200,
  finalUrl: 'https://cdn.test/acme.xml',
  etag: null,
  lastModified: null,
  contentType: 'text/xml',
  bytes: 10,
  notModified: false,
  movedTo: null,
};

async function finish(run: Run, end: Partial<Parameters<ServedApi['database']['importLogs']['finish']>[1]>) {
  const current = await api.database.importLogs.get(run.runId);
  const finishedAt = seconds(run.startedAt, 60);
  const meta = { totalBatches: 1, processedBatches: 1, failedBatches: 0 };
  await api.database.importLogs.finish(current, runEnd({ finishedAt, meta, ...end }));
}

test('a log has every fetch attempt, retry, failed batch, held jobs and the end, in order of time', async () => {
  const { importLogs, importBatches } = api.database;
  const run = await start('acme');
  const { runId, startedAt } = run;
  await importLogs.recordHostWait({ runId, attempt: 1 }, 'feeds.test', seconds(startedAt, 1));
  expect(messages(await logOf(run))).toEqual([
    'Run started by a request.',
    'Waiting: the limit of feeds read from feeds.test at a time is reached.',
  ]);
  const first = await beginFetch(run, seconds(startedAt, 2));
  const retry = {
    at: seconds(startedAt, 4),
    execution: 1,
    maxExecutions: 3,
    error: { code: 'feed-http-error', message: 'the server responded with 503' },
    withinMs: 5_000,
  };
  await importLogs.recordReading(first, seconds(startedAt, 3));
  const refused = { ...response, finalUrl: 'https://feeds.test/acme', status: 503 };
  await importLogs.reportFetch(first, { fetch: { responseMs: 840, retry }, http: refused });
  // The worker of the second one is lost, with no chance to report anything.
  const second = await beginFetch(run, seconds(startedAt, 8));
  await importLogs.countFetch(second);
  await importLogs.reportFetch(second, { fetch: { responseMs: 100, totalFetched: 1_500 }, http: response });
  const third = await beginFetch(run, seconds(startedAt, 20));
  await importLogs.countFetch(third);
  const batchId = jobIds.upsertBatch({ ...third, batchIndex: 12 });
  const enqueuedAt = seconds(startedAt, 21);
  await importBatches.insertWaiting([{ ...third, batchId, batchIndex: 12, records: 2, enqueuedAt }]);
  const failure = { code: 'batch-timeout', message: 'the write took too long' };
  const batchRetry = {
    at: seconds(startedAt, 22),
    execution: 1,
    maxExecutions: 3,
    error: failure,
    withinMs: 1_000,
  };
  await importBatches.recordRetry(batchId, batchRetry);
  // The step is executed again after a crash.
  await importBatches.recordRetry(batchId, batchRetry);
  await importBatches.finish(batchId, {
    status: 'failed',
    newJobs: 0,
    updatedJobs: 0,
    unchangedJobs: 0,
    failedJobs: 2,
    finishedAt: seconds(startedAt, 25),
    durationMs: 5,
    error: failure,
    failures: [],
    failureTotals: {},
  });
  await importLogs.reportFetch(third, {
    fetch: {
      status: 'completed',
      complete: true,
      finishedAt: seconds(startedAt, 30),
      totalFetched: 1_502,
      skippedBy: [{ condition: 'exclude company is "Acme"', count: 2 }],
      missingOnce: 2,
      responseMs: 200,
      firstRecordMs: 1_200,
    },
    http: response,
    totalBatches: 13,
  });
  const counts = { vanishedJobs: 30, deletedJobs: 0, excludedJobs: 0 };
  const removal = { ...counts, openBefore: 40, limitPercent: 20, confirmedAt: null };
  await finish(run, {
    status: 'partial',
    removal: { state: 'held', ...removal },
    meta: { totalBatches: 13, processedBatches: 13, failedBatches: 1 },
  });

  const entries = await logOf(run);
  expect(messages(entries)).toEqual([
    'Run started by a request.',
    'Waiting: the limit of feeds read from feeds.test at a time is reached.',
    'Requesting the feed from feeds.test.',
    'HTTP 503 after 840 ms.',
    'Reading the feed failed (attempt 1 of 3): the server responded with 503. The next attempt begins within 5 s.',
    'Requesting the feed from feeds.test (fetch attempt 2).',
    'Redirected to https://cdn.test/acme.xml.',
    'HTTP 200 after 100 ms.',
    'The worker stopped after 1,500 records: the feed is read again by another fetch attempt.',
    'Requesting the feed from feeds.test (fetch attempt 3).',
    'Redirected to https://cdn.test/acme.xml.',
    'HTTP 200 after 200 ms.',
    'First record after 1.2 s.',
    'Batch 12 failed (attempt 1 of 3): the write took too long. The next attempt begins within 1 s.',
    'Batch 12 with 2 records failed: the write took too long.',
    'Feed read to its end: 1,502 records in 13 batches; 2 records skipped by exclude company is "Acme". ' +
      '2 open jobs are missing for the first time: they are closed if the next import does not have them either.',
    '30 closures held back: more than 20% of 40 open jobs would be closed.',
    'Run partial.',
  ]);
  expect(entries.find(({ kind }) => kind === 'batch-failed')).toMatchObject({
    severity: 'error',
    batchIndex: 12,
  });
  const ofFirst = entries.filter(({ id }) => /^(fetch-started|response-received)\.1\.1$/.test(id));
  expect(ofFirst.map(({ at }) => new Date(at).getTime() - startedAt.getTime())).toEqual([3_000, 3_840]);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  // Neither the run nor its batches have what is kept for the log.
  const others = await Promise.all(['', '/batches'].map((path) => get(`/api/import-logs/${runId}${path}`)));
  expect(JSON.stringify(others.map(({ body }) => body))).not.toMatch(/pastFetches|retries/);

  const page = (await get(`/api/import-logs/${runId}/events?limit=10`)).body;
  const next = (await get(`/api/import-logs/${runId}/events?limit=10&cursor=${page.nextCursor}`)).body;
  expect([...page.items, ...next.items]).toEqual(entries);
  expect(next.nextCursor).toBeNull();
});

test('a cancellation names the client that requested it, and the reason; a rescue keeps the reading before it', async () => {
  const { importLogs } = api.database;
  const run = await start('beta');
  const { runId, startedAt } = run;
  await beginFetch(run, seconds(startedAt, 1));
  const stored = await importLogs.get(runId);
  const [attempt] = stored.attempts;
  if (!attempt) throw new Error('a run has an attempt');
  const rescue = { ...attempt, attempt: 2, rescue: true, startedAt: seconds(startedAt, 10) };
  await importLogs.beginAttempt(stored, {
    attempt: rescue,
    from: 'running',
    fetch: { ...run.fetch },
  });
  await beginFetch(run, seconds(startedAt, 11), 2);
  await api.post(
    `/api/import-logs/${runId}/cancel`,
    { reason: 'it hangs' },
    { ...headers, 'x-feedflow-session': 'dashboard:command:5f3a09c1' },
  );
  await finish(run, { status: 'cancelled' });
  const entries = (await logOf(run)).toSorted((a, b) => a.id.localeCompare(b.id));
  expect(entries.map(({ id, message }) => `${id}: ${message}`)).toEqual([
    'cancel-requested.2: Cancellation requested by dashboard, full access (session 5f3a09c1), reason: it hangs.',
    'fetch-interrupted.1.1: The worker stopped after 0 records: the feed is read again by another fetch attempt.',
    'fetch-started.1.1: Requesting the feed from feeds.test.',
    'fetch-started.2.1: Requesting the feed from feeds.test.',
    'rescue-started.2: The steps of the run were missing from Redis: it started again (rescue).',
    'run-ended.2: Run cancelled.',
    'run-started.1: Run started by a request.',
  ]);
});

test('a run of which a fetch attempt was counted that is not the last one says so', async () => {
  const { importLogs } = api.database;
  const run = await start('beta');
  const { startedAt } = run;
  const [first, second, third] = [1, 2, 3].map((at) => () => beginFetch(run, seconds(startedAt, at)));
  if (!first || !second || !third) throw new Error('three attempts');
  await importLogs.reportFetch(await first(), { fetch: { totalFetched: 800, firstRecordMs: 5 } });
  await second();
  const error = { code: 'feed-http-error', message: 'the server responded with 503' };
  const failed = { status: 'failed' as const, complete: false, finishedAt: seconds(startedAt, 4), error };
  await importLogs.reportFetch(await third(), { fetch: failed });
  expect(messages(await logOf(run))).toEqual([
    'Run started by a request.',
    'Requesting the feed from feeds.test.',
    'First record after 5 ms.',
    'The worker stopped after 800 records: the feed is read again by another fetch attempt.',
    'Requesting the feed from feeds.test (fetch attempt 2).',
    'The worker stopped: the feed is read again by another fetch attempt.',
    'Requesting the feed from feeds.test (fetch attempt 3).',
    'Reading the feed failed: the server responded with 503. The run has what an earlier fetch attempt read.',
  ]);
  expect(await importLogs.get(run.runId)).toMatchObject({
    fetch: { totalFetched: 800, fetchAttempt: 3, unreplaced: { fetchAttempt: 1, by: 3 } },
  });
  await finish(run, { status: 'partial' });
});

test('a re-run that is rescued reads no feed', async () => {
  const { importLogs } = api.database;
  const run = await start('off');
  const { runId, startedAt } = run;
  await beginFetch(run, seconds(startedAt, 1));
  await finish(run, { status: 'partial' });
  for (const [attempt, from] of [
    [2, 'ended'],
    [3, 'running'],
  ] as const) {
    const before = await importLogs.get(runId);
    const [first] = before.attempts;
    if (!first) throw new Error('a run has an attempt');
    const begun = { attempt, trigger: 'rerun' as const, rescue: attempt === 3 };
    await importLogs.beginAttempt(before, {
      attempt: { ...first, ...begun, status: 'running', startedAt: seconds(startedAt, 10 * attempt) },
      from,
    });
  }
  const ids = (await logOf(run)).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['fetch-started.1.1', 'rerun-started.2', 'rescue-started.3']));
});

test('a long log has its first and last entries, and says how many it leaves out', async () => {
  const { importBatches } = api.database;
  const run = await start('acme');
  const { runId, startedAt } = run;
  const refs = Array.from({ length: 350 }, (_, batchIndex) => {
    const ref = { runId, attempt: 1, fetchAttempt: 1, batchIndex };
    return { ...ref, batchId: jobIds.upsertBatch(ref), records: 1, enqueuedAt: startedAt };
  });
  await importBatches.insertWaiting(refs);
  const error = { code: 'internal', message: `x\u0007${'y'.repeat(2_000)}` };
  const retry = { execution: 1, maxExecutions: 3, error, withinMs: 1_000 };
  await Promise.all(
    refs.map(({ batchId, batchIndex }) =>
      importBatches.recordRetry(batchId, {
        ...retry,
        at: new Date(startedAt.getTime() + 1_000 + batchIndex),
      }),
    ),
  );
  const entries = await logOf(run, '?limit=300');
  expect(entries).toHaveLength(201);
  expect(entries[100]).toMatchObject({ kind: 'entries-omitted', message: '151 entries left out here.' });
  expect([entries[99]?.batchIndex, entries[101]?.batchIndex, entries[200]?.batchIndex]).toEqual([
    98, 250, 349,
  ]);
  expect(entries[1]?.message.length).toBeLessThan(500);
  expect(entries[1]?.message).not.toContain('\u0007');
});

test('a log names recipients of alerts whom the mail server refused', async () => {
  const run = await start('beta');
  await finish(run, {});
  const refusal = { recipient: 'boss@jobs.test', reason: '550 no such user' };
  const { importLogs } = api.database;
  for (const after of [70, 80]) {
    await importLogs.addAlertRefusal(run.runId, { ...refusal, at: seconds(run.startedAt, after) });
  }
  const entries = (await logOf(run)).filter(({ kind }) => kind === 'alert-refused');
  expect(entries).toMatchObject([{ severity: 'warning', at: seconds(run.startedAt, 70).toISOString() }]);
  expect(messages(entries)).toEqual([
    'The mail server refused boss@jobs.test, a recipient of alerts: 550 no such user.',
  ]);
  // The run itself is as before.
  expect((await get(`/api/import-logs/${run.runId}`)).body).not.toHaveProperty('alertRefusals');
  expect((await get('/api/import-logs?source=beta')).body.items[0]).not.toHaveProperty('alertRefusals');
});

test('an unknown run is a 404', async () => {
  expect((await get('/api/import-logs/000000000000000000000000/events')).status).toBe(404);
});
