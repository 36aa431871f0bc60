import { importLogPage, runDetails } from '@feedflow/shared/model/run';
import { z } from 'zod';
import { cursor, limit, runId } from '../routing/fields.ts';
import type { Routes } from '../routing/route.ts';
import { runFilters, runSort, toRunFilter, toRunSort } from '../runs/list-query.ts';
import type { Runs } from '../runs/runs.ts';
import { runExample, runSummaryExample } from './run-examples.ts';

const params = z.strictObject({ runId });
const listQuery = z.strictObject({ ...runFilters, sort: runSort, cursor, limit: limit(50, 200) });
const route = { method: 'get', tag: 'Runs', access: 'read' } as const;

/** GET /api/import-logs and /api/import-logs/:runId: the history of runs. */
export function importLogRoutes(routes: Routes, deps: { runs: Runs }): void {
  routes.add(
    {
      ...route,
      path: '/api/import-logs',
      operation: 'listRuns',
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
        sort: toRunSort(query.sort),
        cursor: query.cursor,
        limit: query.limit,
      }),
  );

  routes.add(
    {
      ...route,
      path: '/api/import-logs/:runId',
      operation: 'getRun',
      summary: 'One run, with its attempts and samples of what failed',
      params,
      answer: { description: 'The run.', schema: runDetails, example: runExample },
      errors: ['run-unknown'],
    },
    ({ params: { runId: id } }) => deps.runs.get(id),
  );
}
