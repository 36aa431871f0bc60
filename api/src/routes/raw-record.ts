import { FeedflowError } from '@feedflow/shared/errors';
import type { RawRecords } from '@feedflow/shared/mongo/jobs/raw-records';
import { z } from 'zod';
import { runId, wholeNumber } from '../routing/fields.ts';
import type { Routes } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';

const position = wholeNumber(0, 999_999_999).meta({
  description: 'The place of the record in the feed, from 0.',
  examples: [17],
});

/** GET /api/import-logs/:runId/records/:position/raw: a record as it stood in the feed. */
export function rawRecordRoutes(
  routes: Routes,
  deps: { runs: Pick<Runs, 'mustExist'>; rawRecords: RawRecords },
): void {
  routes.add(
    {
      method: 'get',
      path: '/api/import-logs/:runId/records/:position/raw',
      operation: 'readRawRecord',
      tag: 'Runs',
      access: 'read',
      summary: 'A record as it stood in the feed',
      description:
        'The first 20 kB of it, in UTF-8. With STORE_RAW=failed records that failed are kept, as many of a run as it has failure samples; with STORE_RAW=sample the first 50 records of each run too; for STORE_RAW_DAYS. What comes from a feed is hostile: it is text, whatever it looks like.',
      params: z.strictObject({ runId, position }),
      errors: ['run-unknown', 'not-found'],
      answer: { description: 'The text of the record.', type: 'text/plain' },
    },
    async ({ params, ctx }) => {
      await deps.runs.mustExist(params.runId);
      const text = await deps.rawRecords.textOf(params.runId, params.position);
      if (text === null) {
        throw new FeedflowError(
          'not-found',
          `the text of record ${params.position} of this run is not kept: see STORE_RAW and STORE_RAW_DAYS`,
        );
      }
      ctx.type = 'text/plain; charset=utf-8';
      ctx.body = text;
    },
  );
}
