import { expect, test } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import { progressOf } from './progress.ts';
import { runTitle } from './title.ts';

const settled = { newJobs: 10, updatedJobs: 5, unchangedJobs: 80, duplicateJobs: 3, failedJobs: 2 };
const meta = makeRun().meta;

test('the total is unknown while the feed is being read', () => {
  const run = makeRun({ ...settled, totalFetched: 100 });
  expect(progressOf(run)).toEqual({ settled: 100, total: null, seen: 100 });
  expect(runTitle(run)).toBe('Running: Acme');
});

test('the share is of all records once the feed is read', () => {
  const run = makeRun({ ...settled, totalFetched: 400, meta: { ...meta, totalBatches: 4 } });
  expect(progressOf(run)).toEqual({ settled: 100, total: 400, seen: 400 });
  expect(runTitle(run)).toBe('25% Acme');
});

test('a cancelled run shows unprocessed records as a gap', () => {
  const run = makeRun({ ...settled, status: 'cancelled', totalFetched: 400 });
  expect(progressOf(run)).toEqual({ settled: 100, total: 400, seen: 400 });
  expect(runTitle(run)).toBe('Cancelled: Acme');
});
