import type { Database } from '@feedflow/shared/mongo/database';
import { sortOf } from '@feedflow/shared/mongo/keyset';
import type { RunSortField } from '@feedflow/shared/mongo/runs/run-list';
import type { RoutesOf } from '../routing/route.ts';
import { readRunLog } from '../run-log/run-log.ts';
import { toRunFilter } from '../runs/list-query.ts';
import type { Runs } from '../runs/runs.ts';
import { runExample, runLogExample, runSummaryExample } from './run-examples.ts';

const route = { tag: 'Runs', access: 'read' } as const;

export interface ImportLogRouteDeps {
  runs: Runs;
  database: Pick<Database, 'importLogs' | 'importBatches' | 'auditLog'>;
}

/** GET /api/import-logs, /api/import-logs/:runId and its event log: the history of runs. */
export function importLogRoutes(deps: ImportLogRouteDeps): RoutesOf<'listRuns' | 'getRun' | 'listRunEvents'> {
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
          sort: sortOf<RunSortField>(query.sort),
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
    listRunEvents: {
      ...route,
      summary: 'The event log of a run, oldest first',
      description:
        'What happened in order of time: starts, requests, responses, retries, failed batches, closed jobs and the end, one sentence each. A log of more than 200 entries has its first 100 and last 100, and between them an entry with the number of those left out. While the run is running, later requests have more entries.',
      response: {
        description: 'A page of entries.',
        example: { items: runLogExample, nextCursor: null },
      },
      errors: ['run-unknown'],
      handle: ({ params: { runId: id }, query }) => readRunLog(deps.database, id, query),
    },
  };
}
