import { FeedflowError } from '../errors.ts';
import { jobIds } from '../queues/names.ts';
import type { RunDeps } from './deps.ts';

export interface CancelRequested {
  runId: string;
  /** Batches that were waiting and will not run. */
  cancelledBatches: number;
}

/**
 * Requests that a running run stop: reading its feed ends within two seconds or does not begin, waiting batches are
 * removed, running ones finish, and finalize-run closes it as cancelled with true counters. Idempotent.
 *
 * @throws FeedflowError 'run-unknown', 'run-not-running'
 */
export async function cancelRun(deps: RunDeps, runId: string): Promise<CancelRequested> {
  const { importLogs, importBatches } = deps.database;
  const run = await importLogs.get(runId);
  if (!(await importLogs.requestCancel(runId, deps.clock()))) {
    throw new FeedflowError('run-not-running', `run ${runId} is not running: it is ${run.status}`, {
      details: { runId, status: run.status },
    });
  }
  const waiting = await importBatches.cancelWaiting(runId, run.attempt, deps.clock());
  // A worker that takes one of them first sees that it is cancelled, and skips it.
  for (const batchId of waiting) await deps.queues.batches.remove(batchId).catch(() => 0);
  // A fetch that waits for its host or its retry is removed. One that is reading notices the request.
  for (const jobId of [jobIds.fetchFeed(run), jobIds.requeueBatches(run)]) {
    await deps.queues.feeds.remove(jobId).catch(() => 0);
  }
  deps.log.info({ runId, cancelledBatches: waiting.length }, 'run cancellation requested');
  return { runId, cancelledBatches: waiting.length };
}
