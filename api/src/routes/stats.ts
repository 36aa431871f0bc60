import { DAY_MS } from '@feedflow/shared/durations';
import { FeedflowError } from '@feedflow/shared/errors';
import type { RunTotalsStore } from '@feedflow/shared/mongo/runs/run-totals';
import type { Clock } from '@feedflow/shared/process/clock';
import type { RoutesOf } from '../routing/route.ts';
import { removedRunsOf } from '../stats/removed-runs.ts';
import type { RunStatistics } from '../stats/run-statistics.ts';

const MAX_DAYS = 3_660;

const counts = {
  runs: { running: 0, completed: 5, partial: 1, failed: 0, cancelled: 0 },
  totalFetched: 1_204,
  totalImported: 1_199,
  newJobs: 12,
  updatedJobs: 30,
  unchangedJobs: 1_157,
  duplicateJobs: 0,
  skippedJobs: 4,
  failedJobs: 1,
  removedJobs: 0,
};
const figures = {
  ...counts,
  durationMs: { p50: 3_900, p95: 5_200 },
  recordsPerSecond: 51.2,
  successRate: 0.833,
};
const span = { from: '2026-01-31T12:00:00.000Z', to: '2026-01-31T13:00:00.000Z' };

const removed = {
  firstDay: '2025-06-01T00:00:00.000Z',
  lastDay: '2025-10-31T00:00:00.000Z',
  ...counts,
  durationMs: 23_400,
};

interface StatsDeps {
  statistics: RunStatistics;
  runTotals: RunTotalsStore;
  clock: Clock;
}

/** Sums of runs by time and by source: GET /api/stats/runs, and /removed-runs for those that were removed. */
export function statsRoutes(deps: StatsDeps): RoutesOf<'getRunStats' | 'getRemovedRuns'> {
  return {
    getRunStats: {
      tag: 'Statistics',
      access: 'read',
      summary: 'Sums of runs, by time and by source',
      description:
        'All buckets have the same width, the smallest round one that does not exceed the requested number; empty buckets are included. Counters of runs that have not ended are left out. Those of removed runs are at `/api/stats/removed-runs`, and disappear here within a minute of their removal.',
      response: {
        description: 'Sums over all runs of the time, per bucket, and per source.',
        example: {
          ...span,
          timezone: 'UTC',
          buckets: [{ ...span, ...figures }],
          sources: [{ sourceName: 'Acme careers', ...figures }],
          sourceCount: 1,
          total: figures,
        },
      },
      errors: ['query-too-broad'],
      handle: ({ query: { source, buckets, timezone, ...given } }) => {
        const to = given.to ?? deps.clock();
        const from = given.from ?? new Date(to.getTime() - DAY_MS);
        if (from >= to) throw new FeedflowError('request-invalid', 'from: must be before to');
        if (to.getTime() - from.getTime() > MAX_DAYS * DAY_MS) {
          throw new FeedflowError('request-invalid', `from: must be at most ${MAX_DAYS} days before to`);
        }
        return deps.statistics.of({ from, to, sourceName: source, buckets, timezone });
      },
    },
    getRemovedRuns: {
      tag: 'Statistics',
      access: 'read',
      summary: 'Sums of removed runs, by source',
      description:
        'Runs are removed after `RUN_RETENTION_DAYS`, their counters stay, added up by source and day (UTC) of their start. Each run that ended is counted either here or in the list of runs.',
      response: {
        description: 'Sums over all removed runs of those days; `total` is null where there are none.',
        example: { sources: [{ sourceName: 'Acme careers', ...removed }], sourceCount: 1, total: removed },
      },
      handle: ({ query: { source, from, to } }) => {
        if (from && to && from >= to) throw new FeedflowError('request-invalid', 'from: must be before to');
        const range = { ...(from && { from }), ...(to && { to }), ...(source && { sourceName: source }) };
        return removedRunsOf(deps.runTotals, range);
      },
    },
  };
}
