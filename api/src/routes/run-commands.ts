import { cancelRun } from '@feedflow/shared/run/cancel-run';
import { confirmRemoval } from '@feedflow/shared/run/confirm-removal';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import type { RoutesOf } from '../routing/route.ts';

const route = { tag: 'Runs', access: 'command' } as const;
const id = '665f1c2ab7e4d90012ab34cd';

/** POST /api/import-logs/:runId/rerun, …/cancel and …/confirm-removal: what can be done to a run. */
export function runCommandRoutes(
  deps: RunDeps,
  options: Pick<RunOptions, 'batchAttempts'>,
): RoutesOf<'rerunBatches' | 'cancelRun' | 'confirmRemoval'> {
  return {
    rerunBatches: {
      ...route,
      summary: 'Run failed batches again',
      description:
        'As the next attempt of the same run, from the postings that were kept; the feed is not read again.',
      bodyExample: { batches: [3, 7], reason: 'the disk was full' },
      response: {
        description: 'The attempt that was begun, and how much of the run it repeats.',
        example: { runId: id, attempt: 2, batches: 2, records: 400 },
      },
      errors: ['run-unknown', 'run-already-running', 'nothing-to-rerun'],
      handle: async ({ params: { runId: wanted }, body: { batches }, note }) => {
        note({ target: wanted });
        const begun = await rerunBatches(deps, options, wanted, batches ?? null);
        note({ count: begun.batches });
        return begun;
      },
    },
    cancelRun: {
      ...route,
      summary: 'Stop a run',
      description:
        'Waiting batches go, running ones finish, and what was imported stays. Asking twice is the same as once.',
      bodyExample: { reason: 'wrong feed' },
      response: {
        description: 'It was asked to stop.',
        example: { runId: id, cancelledBatches: 12 },
      },
      errors: ['run-unknown', 'run-not-running'],
      handle: async ({ params: { runId: wanted }, note }) => {
        note({ target: wanted });
        const cancelled = await cancelRun(deps, wanted);
        note({ count: cancelled.cancelledBatches });
        return cancelled;
      },
    },
    confirmRemoval: {
      ...route,
      summary: 'Close the postings that a run held back',
      description:
        'Where more postings vanished from a feed than SHRINK_LIMIT_PERCENT allows, its run closes none of them. This closes them after all.',
      bodyExample: { reason: 'the board closed a branch' },
      response: {
        description: 'They are closed.',
        example: { runId: id, removedJobs: 312 },
      },
      errors: ['run-unknown', 'run-already-running', 'nothing-to-confirm'],
      handle: async ({ params: { runId: wanted }, note }) => {
        note({ target: wanted });
        const closed = await confirmRemoval(deps, wanted);
        note({ count: closed.removedJobs });
        return closed;
      },
    },
  };
}
