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
        'As the next attempt of the same run, from the jobs that were kept; the feed is not read again.',
      bodyExample: { batches: [3, 7], reason: 'the disk was full' },
      response: {
        description: 'The attempt that was started, and how much of the run it repeats.',
        example: { runId: id, attempt: 2, batches: 2, records: 400 },
      },
      errors: ['run-unknown', 'run-already-running', 'source-changed', 'nothing-to-rerun', 'run-outdated'],
      handle: async ({ params: { runId }, body: { batches }, audit }) => {
        audit({ target: runId });
        const started = await rerunBatches(deps, options, runId, batches ?? null);
        audit({ count: started.batches });
        return started;
      },
    },
    cancelRun: {
      ...route,
      summary: 'Stop a run',
      description:
        'Waiting batches are dropped, running ones finish, and imported jobs stay. Cancelling twice is the same as once.',
      bodyExample: { reason: 'wrong feed' },
      response: {
        description: 'The run was requested to stop.',
        example: { runId: id, cancelledBatches: 12 },
      },
      errors: ['run-unknown', 'run-not-running'],
      handle: async ({ params: { runId }, audit }) => {
        audit({ target: runId });
        const cancelled = await cancelRun(deps, runId);
        audit({ count: cancelled.cancelledBatches });
        return cancelled;
      },
    },
    confirmRemoval: {
      ...route,
      summary: 'Close the jobs that a run held back',
      description:
        'A run closes no jobs where more of them are no longer in the feed, or deleted by it, than SHRINK_LIMIT_PERCENT allows. This closes them.',
      bodyExample: { reason: 'the board closed a branch' },
      response: {
        description: 'The jobs are closed.',
        example: { runId: id, removedJobs: 312 },
      },
      errors: ['run-unknown', 'run-already-running', 'source-changed', 'nothing-to-confirm'],
      handle: async ({ params: { runId }, audit }) => {
        audit({ target: runId });
        const closed = await confirmRemoval(deps, runId);
        audit({ count: closed.removedJobs });
        return closed;
      },
    },
  };
}
