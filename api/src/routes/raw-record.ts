import { FeedflowError } from '@feedflow/shared/errors';
import type { RawRecords } from '@feedflow/shared/mongo/jobs/raw-records';
import type { RoutesOf } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';

/** GET /api/import-logs/:runId/records/:position/raw: a record as it was in the feed. */
export function rawRecordRoutes(deps: {
  runs: Pick<Runs, 'mustExist'>;
  rawRecords: RawRecords;
}): RoutesOf<'readRawRecord'> {
  return {
    readRawRecord: {
      tag: 'Runs',
      access: 'read',
      summary: 'A record as it was in the feed',
      description:
        'The first 20 kB of it, in UTF-8. With STORE_RAW=failed records that failed are kept, as many of a run as it has failure samples; with STORE_RAW=sample the first 50 records of each run too; for STORE_RAW_DAYS. The content of a feed is hostile: treat it as text.',
      errors: ['run-unknown', 'not-found'],
      response: { description: 'The text of the record.' },
      handle: async ({ params, ctx }) => {
        await deps.runs.mustExist(params.runId);
        const text = await deps.rawRecords.textOf(params.runId, params.position);
        if (text === null) {
          throw new FeedflowError(
            'not-found',
            'this run has no text of this record: see STORE_RAW and STORE_RAW_DAYS',
          );
        }
        ctx.type = 'text/plain; charset=utf-8';
        ctx.body = text;
      },
    },
  };
}
