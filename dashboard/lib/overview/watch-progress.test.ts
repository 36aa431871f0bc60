import { expect, test } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import { stalledSince, watched } from './watch-progress.ts';

const STALLED_MS = 90_000;
const run = makeRun({ totalFetched: 100 });
const none = new Map();

test('a run stalls a minute and a half after it was last seen to move', () => {
  const first = watched(none, [run], 1_000);
  expect(stalledSince(first, STALLED_MS + 999)).toEqual(new Map());
  expect(stalledSince(first, STALLED_MS + 1_000)).toEqual(new Map([[run.runId, 1_000]]));
});

test.each([
  ['records read', makeRun({ totalFetched: 101 })],
  ['records settled', makeRun({ totalFetched: 100, newJobs: 1 })],
  ['batches', makeRun({ totalFetched: 100, meta: { ...run.meta, processedBatches: 1 } })],
  ['records read again', makeRun({ totalFetched: 100, meta: { ...run.meta, rereadRecords: 1 } })],
  ['another attempt', makeRun({ totalFetched: 100, attempt: 2 })],
])('%s is progress', (_, moved) => {
  const marks = watched(watched(none, [run], 0), [moved], 50_000);
  expect(stalledSince(marks, STALLED_MS)).toEqual(new Map());
});

test('marks stay the same object where nothing moved, and a run that ended is forgotten', () => {
  const marks = watched(none, [run], 0);
  expect(watched(marks, [makeRun({ totalFetched: 100 })], 60_000)).toBe(marks);
  expect(watched(marks, [], 60_000).size).toBe(0);
});
