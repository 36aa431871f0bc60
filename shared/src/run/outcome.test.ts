import { expect, test } from 'vitest';
import { sumOutcomes } from '../model/counters.ts';
import { noCounters } from '../model/run.ts';
import { waitingFetch } from './new-run.ts';
import {
  computeCounters,
  computeStatus,
  sumFailureTotals,
  unaccountedRecords,
  withLiveTotals,
} from './outcome.ts';

const fine = { fetchFailed: false, feedComplete: true, failedBatches: 0 };

test.each([
  ['an empty feed', {}, fine, 'completed'],
  ['all imported', { totalImported: 5 }, fine, 'completed'],
  ['one record failed', { totalImported: 5, failedJobs: 1 }, fine, 'partial'],
  ['every record failed', { failedJobs: 6 }, fine, 'failed'],
  ['one batch failed', { totalImported: 5, failedJobs: 5 }, { ...fine, failedBatches: 1 }, 'partial'],
  ['the feed could not be read', {}, { ...fine, fetchFailed: true, feedComplete: false }, 'failed'],
  ['the feed broke off after some records', { totalImported: 5 }, { ...fine, fetchFailed: true }, 'partial'],
  ['the feed was cut', { totalImported: 5 }, { ...fine, feedComplete: false }, 'partial'],
  ['only duplicates', { duplicateJobs: 3 }, fine, 'completed'],
] as const)('%s', (_name, counters, facts, status) => {
  expect(computeStatus({ ...facts, counters: { ...noCounters, ...counters } })).toBe(status);
});

test('counters add up from the fetch and the batches, and what is missing is seen', () => {
  const fetch = { totalFetched: 12, duplicateJobs: 1, unchangedJobs: 0, failedJobs: 2 };
  const counters = computeCounters(fetch, { newJobs: 3, updatedJobs: 2, unchangedJobs: 1, failedJobs: 3 });
  expect(counters).toEqual({
    ...noCounters,
    totalFetched: 12,
    totalImported: 6,
    newJobs: 3,
    updatedJobs: 2,
    unchangedJobs: 1,
    duplicateJobs: 1,
    failedJobs: 5,
  });
  expect(unaccountedRecords(counters)).toBe(0);
  expect(unaccountedRecords({ ...counters, totalFetched: 13 })).toBe(1);
  expect(unaccountedRecords({ ...counters, newJobs: 5 })).toBe(-2);
});

test('reason totals are added by reason', () => {
  expect(sumFailureTotals({ a: 1, b: 2 }, undefined, { b: 3 })).toEqual({ a: 1, b: 5 });
});

test('a running run never has fewer fetched records than outcomes, whatever was written between two reads', () => {
  const meta = {
    batchSize: 10,
    concurrency: 4,
    totalBatches: null,
    processedBatches: 0,
    failedBatches: 0,
    durationMs: null,
  };
  const fetch = {
    ...waitingFetch,
    status: 'running' as const,
    totalFetched: 30,
    duplicateJobs: 2,
    failedJobs: 1,
  };
  const counts = { waiting: 1, running: 1, completed: 2, failed: 1, cancelled: 0 };
  const outcomes = { newJobs: 18, updatedJobs: 0, unchangedJobs: 0, failedJobs: 12 };
  const sums = { ...outcomes, counts, records: 50, cancelledRecords: 0 };
  const live = withLiveTotals({ ...noCounters, status: 'running', fetch, meta }, sums);
  expect(live).toMatchObject({
    totalFetched: 53,
    fetch: { totalFetched: 53 },
    meta: { processedBatches: 3, failedBatches: 1, totalBatches: null },
  });
  expect(sumOutcomes(live)).toBeLessThanOrEqual(live.totalFetched);
});
