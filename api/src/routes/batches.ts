import { FeedflowError } from '@feedflow/shared/errors';
import { type BatchDetails, batchDetails, batchStatus, importBatchPage } from '@feedflow/shared/model/batch';
import { batchMap } from '@feedflow/shared/model/batch-map';
import type { BatchMarks } from '@feedflow/shared/mongo/batches/batch-marks';
import type { ImportBatches } from '@feedflow/shared/mongo/batches/import-batches';
import { z } from 'zod';
import { toStrip } from '../batch-map/strip.ts';
import { toTimeline } from '../batch-map/timeline.ts';
import { cursor, limit, runId, wholeNumber } from '../routing/fields.ts';
import type { Routes } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';
import { batchDetailsExample, batchExample, batchMapExample } from './batch-examples.ts';

const MAX_INDEX = 99_999_999;
/** A map is made of so many batches at most: some 300 bytes of memory each, for a moment. */
const MAX_MAPPED = 100_000;

/** An attempt at the run, described by what asking for it means. */
const attempt = (description: string) =>
  wholeNumber(1, 1_000)
    .optional()
    .meta({ description, examples: [1] });
const attemptOfAll = attempt('Only the batches of this attempt; without it, each batch by its latest.');
const listQuery = z.strictObject({
  status: batchStatus.optional().describe('Only batches with this status.'),
  attempt: attemptOfAll,
  reason: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be the code of a failure, such as title-missing')
    .optional()
    .meta({
      description: 'Only batches with records that failed for this reason.',
      examples: ['title-missing'],
    }),
  batchIndex: wholeNumber(0, MAX_INDEX)
    .optional()
    .meta({ description: 'Only this batch.', examples: [0] }),
  cursor,
  limit: limit(100, 500),
});
const oneParams = z.strictObject({
  runId,
  batchIndex: wholeNumber(0, MAX_INDEX).meta({
    description: 'The place of the batch in its run, from 0.',
    examples: [0],
  }),
});
const oneQuery = z.strictObject({
  attempt: attempt('As this attempt left it; without it, as the latest did.'),
});
const route = { method: 'get', tag: 'Runs', access: 'read' } as const;

export interface BatchRouteDeps {
  runs: Runs;
  importBatches: ImportBatches;
  batchMarks: BatchMarks;
}

/** GET /api/import-logs/:runId/batches, one of them, and /batch-map: what a run's tree is drawn from. */
export function batchRoutes(routes: Routes, deps: BatchRouteDeps): void {
  const { runs, importBatches, batchMarks } = deps;

  routes.add(
    {
      ...route,
      path: '/api/import-logs/:runId/batches',
      operation: 'listBatches',
      summary: 'The batches of a run, in order',
      params: z.strictObject({ runId }),
      query: listQuery,
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
      await runs.mustExist(id);
      const [page, counts] = await Promise.all([
        importBatches.list(id, query),
        importBatches.counts(id, query),
      ]);
      return { ...page, counts };
    },
  );

  routes.add(
    {
      ...route,
      path: '/api/import-logs/:runId/batches/:batchIndex',
      operation: 'getBatch',
      summary: 'One batch, and what each attempt made of it',
      params: oneParams,
      query: oneQuery,
      answer: { description: 'The batch.', schema: batchDetails, example: batchDetailsExample },
      errors: ['run-unknown', 'batch-unknown'],
    },
    async ({ params: { runId: id, batchIndex }, query }) => {
      await runs.mustExist(id);
      return batchOf(importBatches, { runId: id, batchIndex, ...query });
    },
  );

  routes.add(
    {
      ...route,
      path: '/api/import-logs/:runId/batch-map',
      operation: 'mapBatches',
      summary: 'All batches of a run at a glance',
      description:
        'A strip of at most 2,000 cells with the batches, by status, and records of each, and a timeline of at most 500 bars: who had which batch in hand, and when. With more batches than that, neighbours share a cell or a bar. Under 100 kB.',
      params: z.strictObject({ runId }),
      query: z.strictObject({ attempt: attemptOfAll }),
      answer: { description: 'The map.', schema: batchMap, example: batchMapExample },
      errors: ['run-unknown', 'query-too-broad'],
    },
    async ({ params: { runId: id }, query }) => {
      await runs.mustExist(id);
      const marks = await batchMarks.read(id, query.attempt, MAX_MAPPED + 1);
      if (marks.length > MAX_MAPPED) throw tooManyBatches();
      const { length: batches } = marks;
      return {
        runId: id,
        attempt: query.attempt ?? null,
        batches,
        strip: toStrip(marks),
        timeline: toTimeline(marks),
      };
    },
  );
}

async function batchOf(
  importBatches: ImportBatches,
  wanted: { runId: string; batchIndex: number; attempt?: number },
): Promise<BatchDetails> {
  const all = await importBatches.attemptsOf(wanted.runId, wanted.batchIndex);
  const batch = wanted.attempt ? all.find((one) => one.attempt === wanted.attempt) : all.at(-1);
  if (!batch) {
    const where = wanted.attempt ? `attempt ${wanted.attempt} of run` : 'run';
    throw new FeedflowError(
      'batch-unknown',
      `there is no batch ${wanted.batchIndex} in ${where} ${wanted.runId}; GET /api/import-logs/${wanted.runId}/batches lists them`,
    );
  }
  const attempts = all.map(({ batchId: _id, runId: _run, batchIndex: _index, failures: _, ...rest }) => rest);
  return { ...batch, attempts };
}

function tooManyBatches(): FeedflowError {
  return new FeedflowError(
    'query-too-broad',
    `the run has more than ${MAX_MAPPED} batches, which is too many to map: page through …/batches instead`,
    { details: { max: MAX_MAPPED } },
  );
}
