import { batchStatus, importBatchPage } from '@feedflow/shared/import-batch';
import { importLog, importLogPage } from '@feedflow/shared/import-log';
import type { ImportBatches } from '@feedflow/shared/mongo/import-batches';
import { z } from 'zod';
import { cursor, limit, runId, wholeNumber } from '../routing/fields.ts';
import type { Routes } from '../routing/route.ts';
import { runFilters, runSort, toRunFilter, toRunSort } from '../run-query.ts';
import type { Runs } from '../runs.ts';
import { batchExample, runExample, runSummaryExample } from './run-examples.ts';

const params = z.strictObject({ runId });
const listQuery = z.strictObject({ ...runFilters, sort: runSort, cursor, limit: limit(50, 200) });
const batchesQuery = z.strictObject({
  status: batchStatus.optional(),
  attempt: wholeNumber(1, 1_000)
    .optional()
    .describe('Only the batches of this attempt; without it, each batch by its latest.'),
  cursor,
  limit: limit(100, 500),
});
const route = { method: 'get', tag: 'Runs', access: 'read' } as const;

/** GET /api/import-logs, /api/import-logs/:runId and /api/import-logs/:runId/batches: the history of runs. */
export function importLogRoutes(routes: Routes, deps: { runs: Runs; importBatches: ImportBatches }): void {
  routes.add(
    {
      ...{ ...route, path: '/api/import-logs', operation: 'listRuns' },
      summary: 'Runs, newest first',
      query: listQuery,
      answer: {
        description:
          'A page of runs, without samples and attempts. Those still running carry their totals of this moment.',
        schema: importLogPage,
        example: { items: [runSummaryExample], nextCursor: null },
      },
    },
    ({ query }) =>
      deps.runs.list({
        ...toRunFilter(query),
        ...{ sort: toRunSort(query.sort), cursor: query.cursor, limit: query.limit },
      }),
  );

  routes.add(
    {
      ...{ ...route, path: '/api/import-logs/:runId', operation: 'getRun' },
      summary: 'One run, with its attempts and samples of what failed',
      params,
      answer: { description: 'The run.', schema: importLog, example: runExample },
      errors: ['run-unknown'],
    },
    ({ params: { runId: id } }) => deps.runs.get(id),
  );

  routes.add(
    {
      ...{ ...route, path: '/api/import-logs/:runId/batches', operation: 'listBatches' },
      summary: 'The batches of a run, in order',
      params,
      query: batchesQuery,
      answer: {
        description: 'A page of batches, and how many there are per status, whichever status was asked for.',
        schema: importBatchPage,
        example: {
          items: [batchExample],
          nextCursor: null,
          counts: { waiting: 0, running: 0, completed: 1, failed: 0, cancelled: 0 },
        },
      },
      errors: ['run-unknown'],
    },
    async ({ params: { runId: id }, query }) => {
      await deps.runs.mustExist(id);
      const [page, counts] = await Promise.all([
        deps.importBatches.list(id, query),
        deps.importBatches.counts(id, query.attempt),
      ]);
      return { ...page, counts };
    },
  );
}
