import { Readable } from 'node:stream';
import { mapCounters } from '@feedflow/shared/model/counters';
import type { RunSummary } from '@feedflow/shared/model/run';
import { asCsv } from '../routing/csv.ts';
import type { RoutesOf } from '../routing/route.ts';
import { toRunFilter } from '../runs/list-query.ts';
import type { Runs } from '../runs/runs.ts';

/** The columns, and where each comes from. */
const COLUMNS = {
  runId: (run) => run.runId,
  source: (run) => run.sourceName,
  sourceUrl: (run) => run.sourceUrl,
  trigger: (run) => run.trigger,
  status: (run) => run.status,
  startedAt: (run) => run.startedAt.toISOString(),
  finishedAt: (run) => run.finishedAt?.toISOString(),
  durationMs: (run) => run.meta.durationMs,
  attempt: (run) => run.attempt,
  ...mapCounters(
    ({ key }) =>
      (run: RunSummary) =>
        run[key],
  ),
  totalBatches: (run) => run.meta.totalBatches,
  failedBatches: (run) => run.meta.failedBatches,
  errorCode: (run) => run.error?.code,
  errorMessage: (run) => run.error?.message,
} satisfies Record<string, (run: RunSummary) => unknown>;

/** GET /api/import-logs.csv: runs for a spreadsheet. */
export function runExportRoutes(deps: { runs: Runs }): RoutesOf<'exportRuns'> {
  return {
    exportRuns: {
      tag: 'Runs',
      access: 'read',
      summary: 'Runs as CSV, newest first',
      response: { description: 'A line with the names of the columns, then one per run.' },
      handle: ({ query, ctx }) => {
        ctx.type = 'text/csv';
        ctx.attachment('runs.csv');
        ctx.body = asCsv(COLUMNS, Readable.from(deps.runs.every(toRunFilter(query))));
      },
    },
  };
}
