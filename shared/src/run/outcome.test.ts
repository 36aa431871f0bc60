import { expect, test } from 'vitest';
import { sumOutcomes } from '../model/counters.ts';
import { noCounters } from '../model/run.ts';
import { waitingFetch } from './new-run.ts';
import {
  computeCounters,
  computeStatus,
  endWarnings,
  sumFailureTotals,
  unaccountedRecords,
  withLiveTotals,
} from './outcome.ts';

const threshold = { percent: 1, records: 5 };
const fine = { fetchFailed: false, feedComplete: true, unwrittenRecords: 0, threshold };

test.each([
  ['an empty feed', {}, fine, 'completed'],
  ['all imported', { totalImported: 5 }, fine, 'completed'],
  ['five of many records failed', { totalFetched: 40, totalImported: 35, failedJobs: 5 }, fine, 'completed'],
  ['six of 40 records failed', { totalFetched: 40, totalImported: 34, failedJobs: 6 }, fine, 'partial'],
  [
    '1 % of the records failed',
    { totalFetched: 1_480, totalImported: 1_466, failedJobs: 14 },
    fine,
    'completed',
  ],
  ['more than 1 % failed', { totalFetched: 1_480, totalImported: 1_465, failedJobs: 15 }, fine, 'partial'],
  [
    'one of many could not be written',
    { totalFetched: 40, totalImported: 39, failedJobs: 1 },
    { ...fine, unwrittenRecords: 1 },
    'partial',
  ],
  ['half of a small feed failed', { totalFetched: 4, totalImported: 2, failedJobs: 2 }, fine, 'partial'],
  [
    'one failed, and none is tolerated',
    { totalFetched: 40, totalImported: 39, failedJobs: 1 },
    { ...fine, threshold: { percent: 0, records: 0 } },
    'partial',
  ],
  ['every record failed', { failedJobs: 6 }, fine, 'failed'],
  ['one batch failed', { totalImported: 5, failedJobs: 5 }, { ...fine, unwrittenRecords: 5 }, 'partial'],
  ['the feed could not be read', {}, { ...fine, fetchFailed: true, feedComplete: false }, 'failed'],
  ['the feed broke off after some records', { totalImported: 5 }, { ...fine, fetchFailed: true }, 'partial'],
  ['the feed was cut', { totalImported: 5 }, { ...fine, feedComplete: false }, 'partial'],
  ['only duplicates', { duplicateJobs: 3 }, fine, 'completed'],
  ['every record was skipped', { totalFetched: 5, skippedJobs: 5 }, fine, 'completed'],
  [
    'few failed and all others were skipped',
    { totalFetched: 40, skippedJobs: 35, failedJobs: 5 },
    fine,
    'completed',
  ],
  [
    'most failed and the others were skipped',
    { totalFetched: 5, skippedJobs: 2, failedJobs: 3 },
    fine,
    'partial',
  ],
] as const)('%s', (_name, counters, facts, status) => {
  expect(computeStatus({ ...facts, counters: { ...noCounters, ...counters } })).toBe(status);
});

test('counters add up from the fetch and the batches, and what is missing is seen', () => {
  const fetch = { totalFetched: 16, duplicateJobs: 1, unchangedJobs: 0, skippedJobs: 4, failedJobs: 2 };
  const counters = computeCounters(fetch, { newJobs: 3, updatedJobs: 2, unchangedJobs: 1, failedJobs: 3 });
  expect(counters).toEqual({
    ...noCounters,
    totalFetched: 16,
    skippedJobs: 4,
    totalImported: 6,
    newJobs: 3,
    updatedJobs: 2,
    unchangedJobs: 1,
    duplicateJobs: 1,
    failedJobs: 5,
  });
  expect(unaccountedRecords(counters)).toBe(0);
  expect(unaccountedRecords({ ...counters, totalFetched: 17 })).toBe(1);
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

test('failed records of a completed run are a warning, which a later attempt may clear', () => {
  const counters = { ...noCounters, totalFetched: 624, totalImported: 621, failedJobs: 3 };
  const dates = { code: 'dates-unreadable' as const, count: 1, message: 'a date', samples: [] };
  const warned = endWarnings([dates], 'completed', counters, threshold);
  expect(warned).toEqual([
    dates,
    {
      code: 'records-failed',
      count: 3,
      message: '3 of 624 records failed; up to 6 are tolerated',
      samples: [],
    },
  ]);
  expect(endWarnings(warned, 'completed', { ...counters, failedJobs: 0 }, threshold)).toEqual([dates]);
  expect(endWarnings(warned, 'partial', counters, threshold)).toEqual([dates]);
});
