import { cancelRun } from '@feedflow/shared/run/cancel-run';
import { confirmRemoval } from '@feedflow/shared/run/confirm-removal';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { z } from 'zod';
import { reason, runId } from '../routing/fields.ts';
import type { Routes } from '../routing/route.ts';

const params = z.strictObject({ runId });
const rerunBody = z.strictObject({
  batches: z
    .array(z.int().min(0))
    .min(1)
    .max(100_000)
    .optional()
    .describe('Indexes of the batches to run again; without it, all that failed.'),
  reason,
});
const count = z.int().min(0);
const route = { method: 'post', tag: 'Runs', access: 'command', params } as const;
const id = '665f1c2ab7e4d90012ab34cd';

/** POST /api/import-logs/:runId/rerun, …/cancel and …/confirm-removal: what can be done to a run. */
export function runCommandRoutes(
  routes: Routes,
  deps: RunDeps,
  options: Pick<RunOptions, 'batchAttempts'>,
): void {
  routes.add(
    {
      ...route,
      path: '/api/import-logs/:runId/rerun',
      operation: 'rerunBatches',
      summary: 'Run failed batches again',
      description:
        'As the next attempt of the same run, from the postings that were kept; the feed is not read again.',
      body: rerunBody,
      bodyExample: { batches: [3, 7], reason: 'the disk was full' },
      answer: {
        status: 202,
        description: 'The attempt that was begun, and how much of the run it repeats.',
        schema: z.object({ runId: z.string(), attempt: count, batches: count, records: count }),
        example: { runId: id, attempt: 2, batches: 2, records: 400 },
      },
      errors: ['run-unknown', 'run-already-running', 'nothing-to-rerun'],
    },
    async ({ params: { runId: wanted }, body: { batches }, note }) => {
      note({ target: wanted });
      const begun = await rerunBatches(deps, options, wanted, batches ?? null);
      note({ count: begun.batches });
      return begun;
    },
  );

  routes.add(
    {
      ...route,
      path: '/api/import-logs/:runId/cancel',
      operation: 'cancelRun',
      summary: 'Stop a run',
      description:
        'Waiting batches go, running ones finish, and what was imported stays. Asking twice is the same as once.',
      body: z.strictObject({ reason }),
      bodyExample: { reason: 'wrong feed' },
      answer: {
        status: 202,
        description: 'It was asked to stop.',
        schema: z.object({ runId: z.string(), cancelledBatches: count }),
        example: { runId: id, cancelledBatches: 12 },
      },
      errors: ['run-unknown', 'run-not-running'],
    },
    async ({ params: { runId: wanted }, note }) => {
      note({ target: wanted });
      const cancelled = await cancelRun(deps, wanted);
      note({ count: cancelled.cancelledBatches });
      return cancelled;
    },
  );

  routes.add(
    {
      ...route,
      path: '/api/import-logs/:runId/confirm-removal',
      operation: 'confirmRemoval',
      summary: 'Close the postings that a run held back',
      description:
        'Where more postings vanished from a feed than SHRINK_LIMIT_PERCENT allows, its run closes none of them. This closes them after all.',
      body: z.strictObject({ reason }),
      bodyExample: { reason: 'the board closed a branch' },
      answer: {
        description: 'They are closed.',
        schema: z.object({ runId: z.string(), removedJobs: count }),
        example: { runId: id, removedJobs: 312 },
      },
      errors: ['run-unknown', 'run-already-running', 'nothing-to-confirm'],
    },
    async ({ params: { runId: wanted }, note }) => {
      note({ target: wanted });
      const closed = await confirmRemoval(deps, wanted);
      note({ count: closed.removedJobs });
      return closed;
    },
  );
}
