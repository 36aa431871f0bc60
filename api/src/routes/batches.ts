import { FeedflowError } from '@feedflow/shared/errors';
import type { BatchDetails } from '@feedflow/shared/model/batch';
import type { BatchMarks } from '@feedflow/shared/mongo/batches/batch-marks';
import type { ImportBatches } from '@feedflow/shared/mongo/batches/import-batches';
import { toStrip } from '../batch-map/strip.ts';
import { toTimeline } from '../batch-map/timeline.ts';
import type { RoutesOf } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';
import { batchDetailsExample, batchExample, batchMapExample } from './batch-examples.ts';

/** A map is made of so many batches at most: some 300 bytes of memory each, for the time of the request. */
const MAX_MAPPED = 100_000;

const route = { tag: 'Runs', access: 'read' } as const;

export interface BatchRouteDeps {
  runs: Runs;
  importBatches: ImportBatches;
  batchMarks: BatchMarks;
}

/** GET /api/import-logs/:runId/batches, one of them, and /batch-map: what a run's tree is drawn from. */
export function batchRoutes(deps: BatchRouteDeps): RoutesOf<'listBatches' | 'getBatch' | 'mapBatches'> {
  const { runs, importBatches, batchMarks } = deps;

  return {
    listBatches: {
      ...route,
      summary: 'The batches of a run, in order',
      response: {
        description: 'A page of batches, and how many there are per status, whichever status was requested.',
        example: {
          items: [batchExample],
          nextCursor: null,
          counts: { waiting: 0, running: 0, completed: 1, failed: 0, cancelled: 0 },
        },
      },
      errors: ['run-unknown'],
      handle: async ({ params: { runId: id }, query }) => {
        await runs.mustExist(id);
        const [page, counts] = await Promise.all([
          importBatches.list(id, query),
          importBatches.counts(id, query),
        ]);
        return { ...page, counts };
      },
    },
    getBatch: {
      ...route,
      summary: 'One batch, and how it ended in each attempt',
      response: { description: 'The batch.', example: batchDetailsExample },
      errors: ['run-unknown', 'batch-unknown'],
      handle: async ({ params: { runId: id, batchIndex }, query }) => {
        await runs.mustExist(id);
        return batchOf(importBatches, { runId: id, batchIndex, ...query });
      },
    },
    mapBatches: {
      ...route,
      summary: 'All batches of a run in one map',
      description:
        'A strip of at most 2,000 cells with the batches, by status, and records of each, and a timeline of at most 500 bars: which worker processed which batch, and when. With more batches than that, neighbours share a cell or a bar. Under 100 kB.',
      response: { description: 'The map.', example: batchMapExample },
      errors: ['run-unknown', 'query-too-broad'],
      handle: async ({ params: { runId: id }, query }) => {
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
    },
  };
}

async function batchOf(
  importBatches: ImportBatches,
  scope: { runId: string; batchIndex: number; attempt?: number },
): Promise<BatchDetails> {
  const all = await importBatches.attemptsOf(scope.runId, scope.batchIndex);
  const batch = scope.attempt ? all.find((one) => one.attempt === scope.attempt) : all.at(-1);
  if (!batch) {
    const where = scope.attempt ? `attempt ${scope.attempt} of run` : 'run';
    throw new FeedflowError(
      'batch-unknown',
      `there is no batch ${scope.batchIndex} in ${where} ${scope.runId}: see the list of its batches`,
    );
  }
  const attempts = all.map(({ batchId: _id, runId: _run, batchIndex: _index, failures: _, ...rest }) => rest);
  return { ...batch, attempts };
}

function tooManyBatches(): FeedflowError {
  return new FeedflowError(
    'query-too-broad',
    `the run has more than ${MAX_MAPPED} batches, which is too many to map: see the list of its batches`,
    { details: { max: MAX_MAPPED } },
  );
}
