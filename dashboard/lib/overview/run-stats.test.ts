import { noCounters } from '@feedflow/shared/model/run';
import { expect, test } from 'vitest';
import type { RunStats } from '../api/types.ts';
import { bucketRows, type SourceStats, worstFirst } from './run-stats.ts';

const totals = (completed: number, failed: number): RunStats['total'] => ({
  ...noCounters,
  runs: { running: 0, completed, partial: 0, failed, cancelled: 0 },
  durationMs: { p50: null, p95: null },
  recordsPerSecond: null,
  successRate: completed + failed > 0 ? completed / (completed + failed) : null,
});
const source = (sourceName: string, completed: number, failed: number): SourceStats => ({
  sourceName,
  ...totals(completed, failed),
});

test('the source with the lowest success comes first, one that cannot be judged last', () => {
  const sources = [source('none', 0, 0), source('fine', 3, 0), source('bad', 1, 3), source('busy', 9, 0)];
  expect(worstFirst(sources).map(({ sourceName }) => sourceName)).toEqual(['bad', 'busy', 'fine', 'none']);
});

test('the rows of a chart’s table link to the runs of their bucket within the range', () => {
  const bucket = (from: string, to: string, runs: number) => ({ from, to, ...totals(runs, 0) });
  const stats: RunStats = {
    from: '2026-11-24T12:10:00.000Z',
    to: '2026-11-24T13:20:30.250Z',
    timezone: 'UTC',
    buckets: [
      bucket('2026-11-24T12:00:00.000Z', '2026-11-24T12:30:00.000Z', 2),
      bucket('2026-11-24T12:30:00.000Z', '2026-11-24T13:00:00.000Z', 0),
      bucket('2026-11-24T13:00:00.000Z', '2026-11-24T13:30:00.000Z', 1),
    ],
    sources: [],
    sourceCount: 0,
    total: totals(3, 0),
  };
  const rows = bucketRows(stats, () => ['x']);
  expect(rows.map(({ label, values }) => [label, ...values])).toEqual([
    ['2026-11-24 13:00 to 13:30 UTC', '1', 'x'],
    ['2026-11-24 12:30 to 13:00 UTC', '0', 'x'],
    ['2026-11-24 12:00 to 12:30 UTC', '2', 'x'],
  ]);
  const hrefs = rows.map(({ href }) => href && decodeURIComponent(href));
  expect(hrefs).toEqual([
    '/runs?from=2026-11-24T13:00:00Z&to=2026-11-24T13:20:30.250Z',
    null,
    '/runs?from=2026-11-24T12:10:00Z&to=2026-11-24T12:30:00Z',
  ]);
});
