import { newAttempt } from '@feedflow/shared/run/new-run';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRun, runEnd } from './history.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
  const at = (time: string) => new Date(`2026-03-${time}Z`);
  const counters = { totalFetched: 100, totalImported: 90, unchangedJobs: 90, failedJobs: 10 };
  for (const [startedAt, status, durationMs] of [
    [at('02T00:30:00'), 'completed', 1_000],
    [at('02T00:45:00'), 'completed', 2_000],
    [at('02T05:00:00'), 'partial', 3_000],
    [at('02T05:59:59.999'), 'failed', 10_000],
    [at('02T23:59:00'), 'cancelled', 4_000],
    // Outside of the requested time.
    [at('01T23:59:59.999'), 'failed', 1],
    [at('03T00:00:00'), 'failed', 1],
  ] as const) {
    await addRun(api.database, { startedAt, status, durationMs, counters });
  }
  await addRun(api.database, { source: 'beta', startedAt: at('02T05:10:00'), status: 'running' });
});
afterAll(() => api.close());

const day = 'from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z';

test('a day is cut into hours, empty ones too, and all sums agree', async () => {
  const { body } = await api.get(`/api/stats/runs?${day}&buckets=24`);
  expect(body.buckets).toHaveLength(24);
  expect(body.buckets[0]).toMatchObject({
    from: '2026-03-02T00:00:00.000Z',
    to: '2026-03-02T01:00:00.000Z',
    runs: { completed: 2, failed: 0 },
    totalFetched: 200,
    durationMs: { p50: 1_000, p95: 2_000 },
    recordsPerSecond: 66.7,
    successRate: 1,
  });
  expect(body.buckets[1]).toMatchObject({
    totalFetched: 0,
    recordsPerSecond: null,
    successRate: null,
    durationMs: { p50: null, p95: null },
  });
  expect(body.buckets[5].runs).toEqual({ running: 1, completed: 0, partial: 1, failed: 1, cancelled: 0 });
  expect(body.total).toMatchObject({
    runs: { running: 1, completed: 2, partial: 1, failed: 1, cancelled: 1 },
    totalFetched: 500,
    failedJobs: 50,
    successRate: 0.5,
    durationMs: { p50: 3_000, p95: 10_000 },
  });
  expect(body.sources.map((one: { sourceName: string }) => one.sourceName)).toEqual(['acme', 'beta']);
  const sum = body.buckets.reduce(
    (total: number, one: { totalFetched: number }) => total + one.totalFetched,
    0,
  );
  expect(sum).toBe(500);
});

test('one source alone, in a time zone where days begin elsewhere', async () => {
  const { body } = await api.get(
    '/api/stats/runs?from=2026-03-01T12:00:00Z&to=2026-03-03T12:00:00Z&buckets=4&timezone=Asia/Kolkata&source=acme',
  );
  expect(body.sourceCount).toBe(1);
  // Midnight in Kolkata is half past six in the evening in London.
  expect(body.buckets.map((one: { from: string }) => one.from)).toEqual([
    '2026-02-28T18:30:00.000Z',
    '2026-03-01T18:30:00.000Z',
    '2026-03-02T18:30:00.000Z',
  ]);
  expect(body.buckets.map((one: { totalFetched: number }) => one.totalFetched)).toEqual([0, 500, 200]);
});

test('a run that ends, for the first time or again, is counted as it ended', async () => {
  const runId = await addRun(api.database, { source: 'late', startedAt: new Date(), status: 'running' });
  const stats = async () => (await api.get('/api/stats/runs?from=now-1h&source=late')).body.total.runs;
  await expect.poll(stats).toMatchObject({ running: 1, completed: 0 });
  const run = await api.database.importLogs.find(runId);
  if (!run) throw new Error('the run is gone');
  const { importLogs } = api.database;
  await importLogs.finish(run, runEnd({ counters: run }));
  await expect.poll(stats).toMatchObject({ running: 0, completed: 1 });
});

test('a run that changes without a new end is counted as it is', async () => {
  const { importLogs } = api.database;
  const tenMinutesAgo = new Date(Date.now() - 600_000);
  const runId = await addRun(api.database, {
    source: 'changing',
    startedAt: tenMinutesAgo,
    status: 'running',
  });
  const stats = async () => (await api.get('/api/stats/runs?from=now-1h&source=changing')).body.total;
  await expect.poll(stats).toMatchObject({ runs: { running: 1, completed: 0 } });
  // Its end took long to be computed.
  const gone = { vanishedJobs: 7, deletedJobs: 0, excludedJobs: 0, openBefore: 8, limitPercent: 50 };
  const removal = { ...gone, state: 'held' as const, confirmedAt: null };
  await importLogs.finish(await importLogs.get(runId), runEnd({ finishedAt: tenMinutesAgo, removal }));
  await expect.poll(stats).toMatchObject({ runs: { running: 0, completed: 1 }, removedJobs: 0 });
  await importLogs.confirmRemoval(runId, { removedJobs: 7, openJobs: 1, at: new Date() });
  await expect.poll(stats).toMatchObject({ runs: { running: 0, completed: 1 }, removedJobs: 7 });
  // Its re-run does not begin after all.
  const ended = await importLogs.get(runId);
  const attempt = newAttempt({ attempt: 2, trigger: 'rerun', rescue: false, startedAt: new Date() });
  await importLogs.beginAttempt(ended, { attempt, from: 'ended' });
  await expect.poll(stats).toMatchObject({ runs: { running: 1, completed: 0 } });
  await importLogs.withdrawAttempt(ended, 2);
  await expect.poll(stats).toMatchObject({ runs: { running: 0, completed: 1 } });
});

test('runs are counted under the name that their source has now, also where another source has the old name', async () => {
  const { importLogs } = api.database;
  const stats = async (name: string) =>
    (await api.get(`/api/stats/runs?from=now-1h&source=${name}`)).body.total.runs;
  // Those that have just ended are read again in any case.
  const tenMinutesAgo = new Date(Date.now() - 600_000);
  const past = { source: 'named', startedAt: tenMinutesAgo, status: 'running' } as const;
  const runId = await addRun(api.database, past);
  await expect.poll(() => stats('named')).toMatchObject({ running: 1 });
  await importLogs.finish(await importLogs.get(runId), runEnd({ finishedAt: tenMinutesAgo }));
  await expect.poll(() => stats('named')).toMatchObject({ running: 0, completed: 1 });
  await importLogs.renameSome('named', 'renamed');
  for (let n = 0; n < 2; n += 1) await addRun(api.database, { source: 'named', startedAt: new Date() });
  await expect.poll(() => stats('renamed')).toMatchObject({ completed: 1 });
  expect(await stats('named')).toMatchObject({ completed: 2 });
});

test.each([
  'buckets=0',
  'buckets=201',
  'timezone=Mars/Olympus',
  'timezone=%00',
  'from=now&to=now-1h',
  'from=1000-01-01T00:00:00Z',
  'from[$gt]=1',
  'source=',
  'by=hour',
])('%s is a 400', async (query) => {
  expect((await api.get(`/api/stats/runs?${query}`)).status).toBe(400);
});

test('times relative to now follow the clock of the database, not that of the process', async () => {
  const served = await serveApi({}, { clock: () => new Date(Date.now() - 2 * 3_600_000) });
  try {
    const startedAt = new Date(Date.now() - 2.5 * 3_600_000);
    const runId = await addRun(served.database, { startedAt });
    const { body: list } = await served.get('/api/import-logs?from=now-1h&to=now');
    expect(list.items.map((run: { runId: string }) => run.runId)).toEqual([runId]);
    const { body: hour } = await served.get('/api/stats/runs?from=now-1h');
    expect(hour.total.runs.completed).toBe(1);
    const { body: recent } = await served.get('/api/stats/runs');
    expect(Math.abs(Date.parse(recent.to) + 2 * 3_600_000 - Date.now())).toBeLessThan(3_600_000);
  } finally {
    await served.close();
  }
});
