import { expect, test } from 'vitest';
import { barHeights, failureReasonsOf, sourceHref } from './source-page.ts';

test('a link to a source holds any name', () => {
  expect(sourceHref('Ärzte & Co')).toBe('/sources/%C3%84rzte%20%26%20Co');
});

test('reasons are summed over runs, the most frequent first, with their newest run', () => {
  const runs: { runId: string; failureTotals: Record<string, number> }[] = [
    { runId: 'b', failureTotals: { 'missing-title': 2, 'batch-failed': 1 } },
    { runId: 'a', failureTotals: { 'missing-title': 3 } },
    { runId: '0', failureTotals: {} },
  ];
  expect(failureReasonsOf(runs)).toEqual([
    { code: 'missing-title', records: 5, runs: 2, lastRunId: 'b', perRun: [0, 3, 2] },
    { code: 'batch-failed', records: 1, runs: 1, lastRunId: 'b', perRun: [0, 0, 1] },
  ]);
  expect(failureReasonsOf([])).toEqual([]);
});

test('bars are between 0 and 1, the longest run 1, a running one 0', () => {
  const meta = (durationMs: number | null) => ({
    meta: {
      batchSize: 1,
      concurrency: 1,
      totalBatches: 1,
      processedBatches: 1,
      failedBatches: 0,
      durationMs,
    },
  });
  const heights = barHeights([meta(3_600_000), meta(1_000), meta(null)]);
  expect(heights[0]).toBe(1);
  expect(heights[1]).toBeGreaterThan(0.4);
  expect(heights[2]).toBe(0);
  expect(barHeights([])).toEqual([]);
  expect(barHeights([meta(0)])).toEqual([0]);
});
