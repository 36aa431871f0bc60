import { z } from 'zod';
import { batchDetails, batchStatus, importBatchPage } from '../model/batch.ts';
import { batchMap } from '../model/batch-map.ts';
import { cursor, limit, reasonCode, runId, wholeNumber } from './fields.ts';
import type { RouteContracts } from './route-contract.ts';

const MAX_INDEX = 99_999_999;

const params = z.strictObject({ runId });

/** An attempt at the run, described by what requesting it means. */
const attempt = (description: string) =>
  wholeNumber(1, 1_000)
    .optional()
    .meta({ description, examples: [1] });
const attemptOfAll = attempt('Only the batches of this attempt; without it, each batch by its latest.');

export const batchContract = {
  listBatches: {
    audience: 'browser',
    status: 200,
    params,
    query: z.strictObject({
      status: batchStatus.optional().describe('Only batches with this status.'),
      attempt: attemptOfAll,
      reason: reasonCode.optional().meta({
        description: 'Only batches with records that failed for this reason.',
        examples: ['title-missing'],
      }),
      batchIndex: wholeNumber(0, MAX_INDEX)
        .optional()
        .meta({ description: 'Only this batch.', examples: [0] }),
      cursor,
      limit: limit(100, 500),
    }),
    response: importBatchPage,
  },
  getBatch: {
    audience: 'browser',
    status: 200,
    params: z.strictObject({
      runId,
      batchIndex: wholeNumber(0, MAX_INDEX).meta({
        description: 'The index of the batch in its run, from 0.',
        examples: [0],
      }),
    }),
    query: z.strictObject({
      attempt: attempt('As this attempt left it; without it, as the latest did.'),
    }),
    response: batchDetails,
  },
  mapBatches: {
    audience: 'browser',
    status: 200,
    params,
    query: z.strictObject({ attempt: attemptOfAll }),
    response: batchMap,
  },
} satisfies Partial<RouteContracts>;
