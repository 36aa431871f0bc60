import { Readable } from 'node:stream';
import { jsonLines } from '@feedflow/shared/json-lines';
import type { KeptFailures } from '@feedflow/shared/mongo/batches/kept-failures';
import type { RoutesOf } from '../routing/route.ts';
import { groupFailures } from '../runs/failure-groups.ts';
import type { Runs } from '../runs/runs.ts';
import { failureExample } from './run-examples.ts';

const route = { tag: 'Runs', access: 'read', errors: ['run-unknown'] } as const;

/** GET /api/import-logs/:runId/failures and …/failures.ndjson: what failed in a run, grouped and one by one. */
export function failureRoutes(deps: {
  runs: Runs;
  keptFailures: KeptFailures;
}): RoutesOf<'groupFailures' | 'exportFailures'> {
  return {
    groupFailures: {
      ...route,
      summary: 'What failed in a run, grouped by reason and message',
      description:
        'Totals per reason are exact. Groups are made of the failures that were kept: the first FAILURE_SAMPLE_LIMIT of the feed and of each batch. While the run is running they are those so far. `samples` and `skip` page through the samples of the groups.',
      response: {
        description: 'The groups, those with the most records first.',
        example: {
          failedJobs: 1,
          totals: { 'title-missing': 1 },
          grouped: 1,
          groups: [
            {
              reasonCode: 'title-missing',
              pattern: 'the record has no title',
              stage: 'normalize',
              records: 1,
              kept: 1,
              samples: [{ ...failureExample, records: 1 }],
            },
          ],
        },
      },
      handle: async ({ params: { runId: id }, query }) => {
        const { failedJobs, failureTotals } = await deps.runs.get(id);
        const groups = await groupFailures(deps.keptFailures.of(id), query);
        return { failedJobs, totals: failureTotals, ...groups };
      },
    },
    exportFailures: {
      ...route,
      summary: 'Every kept failure of a run, a line of JSON each',
      response: { description: 'Lines of JSON.' },
      handle: async ({ params: { runId: id }, ctx }) => {
        await deps.runs.mustExist(id);
        ctx.type = 'application/x-ndjson; charset=utf-8';
        ctx.attachment(`failures-${id}.ndjson`);
        ctx.body = Readable.from(jsonLines(deps.keptFailures.of(id)));
      },
    },
  };
}
