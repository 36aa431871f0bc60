import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measuredDatabase } from '../src/metrics/measured-database.ts';
import { createMetrics } from '../src/metrics/metrics.ts';
import { noBatchCounters } from '../src/model/batch.ts';
import { aRun, openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

test('running totals are counted once when each report comes with another copy of the run', async () => {
  const metrics = createMetrics();
  const { importLogs } = measuredDatabase(stores.database, metrics);
  const run = aRun();
  await importLogs.insertRunning(run);
  const begin = () => importLogs.beginFetch(run, { startedAt: new Date(), worker: 'worker', concurrency: 4 });
  const total = async (metric: { get(): Promise<{ values: { value: number }[] }> }) =>
    (await metric.get()).values.reduce((sum, { value }) => sum + value, 0);
  const comparison = (knownRecords: number) => ({ fullReadReason: null, knownRecords });

  await begin();
  await importLogs.reportFetch(
    { ...run, fetchAttempt: 1 },
    {
      fetch: {
        totalFetched: 10,
        duplicateJobs: 1,
        failedJobs: 2,
        unchangedJobs: 3,
        comparison: comparison(4),
      },
    },
  );
  await importLogs.reportFetch(
    { ...run, fetchAttempt: 1 },
    {
      fetch: {
        totalFetched: 25,
        duplicateJobs: 1,
        failedJobs: 2,
        unchangedJobs: 5,
        comparison: comparison(6),
      },
    },
  );
  await importLogs.reportFetch({ ...run, fetchAttempt: 1 }, { fetch: { isReading: false } });
  expect(await total(metrics.records)).toBe(8);
  expect(await total(metrics.recordsKnown)).toBe(6);
  expect(await total(metrics.recordsParsed)).toBe(19);

  await begin();
  await importLogs.countFetch({ ...run, fetchAttempt: 2 });
  await importLogs.reportFetch({ ...run, fetchAttempt: 1 }, { fetch: { totalFetched: 99, failedJobs: 99 } });
  await importLogs.reportFetch({ ...run, fetchAttempt: 2 }, { fetch: { totalFetched: 10, failedJobs: 2 } });
  expect(await total(metrics.records)).toBe(10);
  expect(await total(metrics.recordsParsed)).toBe(29);
});

test('the end of a batch and of a run counts once, also if it is ended again', async () => {
  const metrics = createMetrics();
  const { importBatches, importLogs } = measuredDatabase(stores.database, metrics);
  const finishedAt = new Date();
  const run = aRun({ sourceUrl: 'https://feeds.test/ended' });
  const { runId, attempt } = run;
  const batch = { batchId: 'ended', runId, attempt, fetchAttempt: 1, batchIndex: 0, records: 3 };
  const ended = { finishedAt, error: null, failures: [], failureTotals: {} };
  const meta = { totalBatches: 1, processedBatches: 1, failedBatches: 0 };
  await importLogs.insertRunning(run);
  await importBatches.insertWaiting([{ ...batch, enqueuedAt: finishedAt }]);
  for (let time = 0; time < 2; time += 1) {
    const counted = { ...noBatchCounters, newJobs: 2, failedJobs: 1 };
    await importBatches.finish('ended', { ...ended, ...counted, status: 'completed', durationMs: 5 });
    await importLogs.finish(run, { ...ended, status: 'completed', counters: run, meta });
  }
  const counts = async (metric: { get(): Promise<{ values: { value: number }[] }> }) =>
    (await metric.get()).values.map(({ value }) => value).filter((value) => value > 0);
  expect(await counts(metrics.records)).toEqual([2, 1]);
  expect(await counts(metrics.runs)).toEqual([1]);
});

test('records of batches that no worker ended count once as failed, and those left undone as nothing', async () => {
  const metrics = createMetrics();
  const { importBatches } = measuredDatabase(stores.database, metrics);
  const at = new Date();
  const batchesOf = (runId: string, sizes: number[]) =>
    sizes.map((records, batchIndex) => {
      const batchId = `${runId}-${batchIndex}`;
      return { batchId, runId, attempt: 1, fetchAttempt: 1, batchIndex, records, enqueuedAt: at };
    });
  await importBatches.insertWaiting([...batchesOf('lost', [3, 4, 5]), ...batchesOf('left', [6])]);
  await importBatches.begin('lost-1', 'worker', at);
  const completed = { status: 'completed', finishedAt: at, durationMs: 5, error: null } as const;
  await importBatches.finish('lost-2', {
    ...completed,
    ...noBatchCounters,
    newJobs: 5,
    failures: [],
    failureTotals: {},
  });
  for (let time = 0; time < 2; time += 1) {
    await importBatches.endOpen('lost', 1, 'failed', at);
    await importBatches.endOpen('left', 1, 'cancelled', at);
  }
  const { values } = await metrics.records.get();
  expect(values.filter(({ value }) => value > 0)).toMatchObject([
    { labels: { outcome: 'new' }, value: 5 },
    { labels: { outcome: 'failed' }, value: 7 },
  ]);
  expect(await importBatches.sums('lost')).toMatchObject({ failedJobs: 7, newJobs: 5 });
  expect(await importBatches.sums('left')).toMatchObject({ failedJobs: 0, cancelledRecords: 6 });
});

test('jobs that are closed because they were due are counted by reason, once', async () => {
  const metrics = createMetrics();
  const { jobs } = measuredDatabase(stores.database, metrics);
  const sourceUrl = 'https://feeds.test/due';
  const expiresAt = new Date('2026-01-01T12:00:00Z');
  const write = ['a', 'b'].map((letter) => {
    return { kind: 'insert' as const, job: aJob({ sourceUrl, dedupeKey: letter.repeat(40), expiresAt }) };
  });
  await jobs.write(write, { runId: 'run', at: new Date('2025-12-31T00:00:00Z') });
  const due = { reason: 'expired' as const, by: expiresAt };
  for (const expected of [2, 0]) {
    let closed = 0;
    for await (const some of jobs.closeDue(sourceUrl, due, expiresAt)) closed += some;
    expect(closed).toBe(expected);
  }
  expect((await metrics.jobsDueClosed.get()).values).toMatchObject([
    { value: 2, labels: { reason: 'expired' } },
    { value: 0, labels: { reason: 'too-old' } },
  ]);
});
