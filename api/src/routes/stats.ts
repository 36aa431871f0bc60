import { FeedflowError } from '@feedflow/shared/errors';
import { removedRuns, runStats } from '@feedflow/shared/model/run-stats';
import type { RunTotalsStore } from '@feedflow/shared/mongo/runs/run-totals';
import { z } from 'zod';
import { moment, sourceName, wholeNumber } from '../routing/fields.ts';
import type { Routes } from '../routing/route.ts';
import { removedRunsOf } from '../stats/removed-runs.ts';
import type { RunStatistics } from '../stats/run-statistics.ts';

const query = z.strictObject({
  from: moment.optional().describe('Runs begun at or after this moment. Without it, 24 hours before `to`.'),
  to: moment.optional().describe('Runs begun before this moment. Without it, now.'),
  source: sourceName.optional(),
  buckets: wholeNumber(1, 200).default(60).describe('The most buckets the time is cut into.'),
  timezone: z
    .string()
    .min(1)
    .max(60)
    .default('UTC')
    .describe('The IANA time zone in which buckets begin at round times, such as Europe/Berlin.'),
});

const DAY_MS = 86_400_000;
const MAX_DAYS = 3_660;

const counts = {
  runs: { running: 0, completed: 5, partial: 1, failed: 0, cancelled: 0 },
  totalFetched: 1_200,
  totalImported: 1_199,
  newJobs: 12,
  updatedJobs: 30,
  unchangedJobs: 1_157,
  duplicateJobs: 0,
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

const removedQuery = z.strictObject({
  from: moment.optional().describe('Runs of days (UTC) that begin at or after this moment.'),
  to: moment.optional().describe('Runs of days (UTC) that begin before this moment.'),
  source: sourceName.optional(),
});
const removed = {
  firstDay: '2025-06-01T00:00:00.000Z',
  lastDay: '2025-10-31T00:00:00.000Z',
  ...counts,
  durationMs: 23_400,
};

interface StatsDeps {
  statistics: RunStatistics;
  runTotals: RunTotalsStore;
}

/** What runs came to, by time and by source: GET /api/stats/runs, and /removed-runs of those that are kept no more. */
export function statsRoutes(routes: Routes, deps: StatsDeps): void {
  addRunStats(routes, deps);
  routes.add(
    {
      method: 'get',
      path: '/api/stats/removed-runs',
      operation: 'getRemovedRuns',
      tag: 'Statistics',
      access: 'read',
      summary: 'What runs came to that are kept no more, by source',
      description:
        'Runs are removed after `RUN_RETENTION_DAYS`, their counters stay, added up by source and day (UTC) of their start. Each run that ended is counted either here or in the list of runs.',
      query: removedQuery,
      answer: {
        description: 'Sums over all removed runs of those days; `total` is null where there are none.',
        schema: removedRuns,
        example: { sources: [{ sourceName: 'Acme careers', ...removed }], sourceCount: 1, total: removed },
      },
    },
    ({ query: { source, from, to } }) => {
      if (from && to && from >= to) throw new FeedflowError('request-invalid', 'from: must be before to');
      const range = { ...(from && { from }), ...(to && { to }), ...(source && { sourceName: source }) };
      return removedRunsOf(deps.runTotals, range);
    },
  );
}

function addRunStats(routes: Routes, deps: Pick<StatsDeps, 'statistics'>): void {
  routes.add(
    {
      method: 'get',
      path: '/api/stats/runs',
      operation: 'getRunStats',
      tag: 'Statistics',
      access: 'read',
      summary: 'What runs came to, by time and by source',
      description:
        'Buckets are of one width, the smallest round one that keeps to the number asked for, and empty ones are there, too. Counters of runs that have not ended are not in yet; those of runs that are kept no more are at `/api/stats/removed-runs`, and leave here within a minute of their removal.',
      query,
      answer: {
        description: 'Sums over all runs of the time, per bucket, and per source.',
        schema: runStats,
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
    },
    ({ query: { source, buckets, timezone, ...given } }) => {
      const to = given.to ?? new Date();
      const from = given.from ?? new Date(to.getTime() - DAY_MS);
      if (from >= to) throw new FeedflowError('request-invalid', 'from: must be before to');
      if (to.getTime() - from.getTime() > MAX_DAYS * DAY_MS) {
        throw new FeedflowError('request-invalid', `from: must be at most ${MAX_DAYS} days before to`);
      }
      return deps.statistics.of({ from, to, sourceName: source, buckets, timezone });
    },
  );
}
