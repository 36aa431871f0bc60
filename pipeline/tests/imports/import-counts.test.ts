import { expectChange, expectFeed } from '@feedflow/infra/testing/sample-feeds/expect-feed';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
  pipeline.startWorker();
});
afterAll(() => pipeline.close());

const counts = (run: object) => ({ ...run });

test('a first import counts every record as new, in batches of the configured size', async () => {
  const run = await pipeline.importFeed('first', { records: 95 });
  expect(counts(run)).toMatchObject({
    status: 'completed',
    totalFetched: 95,
    totalImported: 95,
    newJobs: 95,
    updatedJobs: 0,
    unchangedJobs: 0,
    duplicateJobs: 0,
    failedJobs: 0,
    error: null,
    failures: [],
    failureTotals: {},
    meta: { batchSize: 20, totalBatches: 5, processedBatches: 5, failedBatches: 0 },
    fetch: { status: 'completed', complete: true, fetchAttempt: 1 },
    http: { status: 200, notModified: false },
  });
  expect(run.finishedAt).toBeInstanceOf(Date);
  expect(run.meta.durationMs).toBe((run.finishedAt?.getTime() ?? 0) - run.startedAt.getTime());
  expect(run.attempts).toMatchObject([{ attempt: 1, status: 'completed', newJobs: 95 }]);
});

test('the stored jobs are those of the feed, each once, with its run', async () => {
  const request = { records: 40, dialect: 'weworkremotely' } as const;
  const run = await pipeline.importFeed('stored', request);
  const jobs = await pipeline.jobsOf('stored');
  expect(jobs.map((job) => job.externalId).sort()).toEqual(expectFeed(request).externalIds.toSorted());
  for (const job of jobs) {
    expect(job).toMatchObject({ createdRunId: run.runId, updatedRunId: null, sourceName: 'stored' });
    expect(job.publishedAt).toBeInstanceOf(Date);
    expect(job.createdAt).toBeInstanceOf(Date);
  }
});

test('importing the same feed again changes nothing, not even a timestamp', async () => {
  await pipeline.importFeed('again', { records: 50 });
  const before = await pipeline.jobsOf('again');
  const run = await pipeline.importFeed('again', { records: 50 });
  expect(counts(run)).toMatchObject({
    status: 'completed',
    newJobs: 0,
    updatedJobs: 0,
    unchangedJobs: 50,
    totalImported: 50,
  });
  expect(await pipeline.jobsOf('again')).toEqual(before);
});

test('counts changed, new and missing records as the generator made them', async () => {
  const before = { records: 80 };
  const after = { records: 80, from: 11, changed: 7 };
  await pipeline.importFeed('moved', before);
  const run = await pipeline.importFeed('moved', after);
  const change = expectChange(before, after);
  expect(change.new).toBe(10);
  expect(counts(run)).toMatchObject({
    totalFetched: 80,
    newJobs: change.new,
    updatedJobs: change.changed,
    unchangedJobs: change.unchanged,
    removedJobs: change.missing,
  });
  expect(change.missing).toBe(10);
  const jobs = await pipeline.jobsOf('moved');
  expect(jobs.filter(({ status }) => status === 'open')).toHaveLength(80);
  expect(jobs.filter(({ status }) => status === 'closed')).toHaveLength(10);
});

test('counts broken records and duplicates exactly, with their reasons', async () => {
  const request = { records: 120, broken: 9, duplicates: 8 };
  const expected = expectFeed(request);
  const run = await pipeline.importFeed('broken', request);
  expect(counts(run)).toMatchObject({
    status: 'partial',
    totalFetched: 120,
    newJobs: expected.distinct,
    duplicateJobs: 8,
    failedJobs: 9,
    failureTotals: { 'identity-missing': expected.invalidByDefect['identity-missing'] },
  });
  // A mangled title element is a malformed record to one reader and a missing title to another.
  const { 'identity-missing': _, ...others } = run.failureTotals;
  expect(Object.values(others).reduce((sum, one) => sum + one, 0)).toBe(6);
  expect(run.failures).toHaveLength(9);
  expect(await pipeline.jobsOf('broken')).toHaveLength(expected.distinct);
});

test('the first of two records with one id counts', async () => {
  const request = { records: 60, duplicates: 10 };
  await pipeline.importFeed('first-wins', request);
  const run = await pipeline.importFeed('first-wins', request);
  // Had a later one won, or the winner varied, something would count as updated.
  expect(counts(run)).toMatchObject({ unchangedJobs: 50, updatedJobs: 0, duplicateJobs: 10 });
});

test('failure samples stop at their limit while the totals stay exact', async () => {
  const run = await pipeline.importFeed('many-failures', { records: 100, broken: 60 });
  expect(run.failedJobs).toBe(60);
  expect(run.failures).toHaveLength(20);
  expect(Object.values(run.failureTotals).reduce((sum, one) => sum + one, 0)).toBe(60);
});

test('an empty feed is a completed run with no batches', async () => {
  const run = await pipeline.importFeed('empty', { records: 0 });
  expect(counts(run)).toMatchObject({
    status: 'completed',
    totalFetched: 0,
    totalImported: 0,
    meta: { totalBatches: 0 },
  });
});

test('a feed with broken records only is a failed run', async () => {
  const run = await pipeline.importFeed('all-broken', { records: 6, broken: 6 });
  expect(counts(run)).toMatchObject({ status: 'failed', totalFetched: 6, failedJobs: 6, totalImported: 0 });
});

test('one job in two sources is two jobs: identity is per source', async () => {
  await pipeline.importFeed('twin-a', { records: 5 });
  const run = await pipeline.importFeed('twin-b', { records: 5 });
  expect(run.newJobs).toBe(5);
});

test.each(['atom', 'rdf', 'indeed', 'personio', 'jooble', 'wordpress', 'weworkremotely'] as const)(
  'the dialect %s keeps its invariant and its identities over two runs',
  async (dialect) => {
    const request = { records: 45, dialect, broken: 6, duplicates: 3 };
    const expected = expectFeed(request);
    const first = await pipeline.importFeed(`dialect-${dialect}`, request);
    expect(counts(first)).toMatchObject({
      totalFetched: 45,
      newJobs: expected.distinct,
      failedJobs: 6,
      duplicateJobs: 3,
    });
    const jobs = await pipeline.jobsOf(`dialect-${dialect}`);
    expect(jobs.map((job) => job.externalId).sort()).toEqual(expected.externalIds.toSorted());
    const second = await pipeline.importFeed(`dialect-${dialect}`, { ...request, changed: 4 });
    expect(counts(second)).toMatchObject({
      newJobs: 0,
      updatedJobs: 4,
      unchangedJobs: expected.distinct - 4,
    });
  },
);
