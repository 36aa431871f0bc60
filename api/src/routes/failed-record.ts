import { FeedflowError } from '@feedflow/shared/errors';
import type { FailedRecords } from '@feedflow/shared/mongo/failed-records';
import { z } from 'zod';
import { runId, wholeNumber } from '../routing/fields.ts';
import type { Routes } from '../routing/route.ts';
import type { Runs } from '../runs.ts';

const position = wholeNumber(0, 999_999_999).meta({
  description: 'The place of the record in the feed, from 0.',
  examples: [17],
});

/** GET /api/import-logs/:runId/failures/:position/raw: a failed record as it stood in the feed. */
export function failedRecordRoutes(
  routes: Routes,
  deps: { runs: Pick<Runs, 'mustExist'>; failedRecords: FailedRecords },
): void {
  routes.add(
    {
      method: 'get',
      path: '/api/import-logs/:runId/failures/:position/raw',
      operation: 'readFailedRecord',
      tag: 'Runs',
      access: 'read',
      summary: 'A failed record as it stood in the feed',
      description:
        'The first 20 kB of it, in UTF-8. Records are kept with STORE_RAW=failed, for STORE_RAW_DAYS, and as many of a run as it has failure samples. What comes from a feed is hostile: it is text, whatever it looks like.',
      params: z.strictObject({ runId, position }),
      errors: ['run-unknown', 'not-found'],
      answer: { description: 'The text of the record.', type: 'text/plain' },
    },
    async ({ params, ctx }) => {
      await deps.runs.mustExist(params.runId);
      const text = await deps.failedRecords.textOf(params.runId, params.position);
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
