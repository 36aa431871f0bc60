import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measuredDatabase } from '../src/metrics/measured-database.ts';
import { createMetrics } from '../src/metrics/metrics.ts';
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
  await importLogs.reportFetch({ ...run, fetchAttempt: 1 }, { fetch: { totalFetched: 99, failedJobs: 99 } });
  await importLogs.reportFetch({ ...run, fetchAttempt: 2 }, { fetch: { totalFetched: 10, failedJobs: 2 } });
  expect(await total(metrics.records)).toBe(10);
  expect(await total(metrics.recordsParsed)).toBe(29);
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
  ]);
});
