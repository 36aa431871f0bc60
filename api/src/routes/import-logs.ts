import type { RoutesOf } from '../routing/route.ts';
import { toRunFilter, toRunSort } from '../runs/list-query.ts';
import type { Runs } from '../runs/runs.ts';
import { runExample, runSummaryExample } from './run-examples.ts';

const route = { tag: 'Runs', access: 'read' } as const;

/** GET /api/import-logs and /api/import-logs/:runId: the history of runs. */
export function importLogRoutes(deps: { runs: Runs }): RoutesOf<'listRuns' | 'getRun'> {
  return {
    listRuns: {
      ...route,
      summary: 'Runs, newest first',
      response: {
        description:
          'A page of runs, without samples and attempts. Those still running have their current totals.',
        example: { items: [runSummaryExample], nextCursor: null },
      },
      handle: ({ query }) =>
        deps.runs.list({
          ...toRunFilter(query),
          sort: toRunSort(query.sort),
          cursor: query.cursor,
          limit: query.limit,
        }),
    },
    getRun: {
      ...route,
      summary: 'One run, with its attempts and samples of what failed',
      response: { description: 'The run.', example: runExample },
      errors: ['run-unknown'],
      handle: ({ params: { runId: id } }) => deps.runs.get(id),
    },
  };
}
