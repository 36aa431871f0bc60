import { countedFetch, type Run } from '@feedflow/shared/model/run';
import type { Queues } from '@feedflow/shared/queues/connect';
import { finalizeRunPayload } from '@feedflow/shared/queues/payloads';
import { isRedisUnavailable } from '@feedflow/shared/redis/unavailable';
import { announceEnd } from '@feedflow/shared/run/end-run';
import { type ChildFailures, isReaderStep, readFailures } from '../finalize/child-failures.ts';
import { type CloseRunDeps, type CloseRunOptions, closeRun } from '../finalize/close-run.ts';
import { finishOpenBatches } from '../finalize/finish-open-batches.ts';
import type { Processor } from './guard.ts';

export interface FinalizeRunDeps extends CloseRunDeps {
  queues: Queues;
}

/**
 * The processor of finalize-run steps: closes the run once every child has ended. Each part may be done twice: a run
 * that has ended is left as it is, and its end is announced again.
 *
 * A run whose batches are missing is not closed: the reaper finds it without steps, and starts it again.
 */
export function createFinalizeRunProcessor(deps: FinalizeRunDeps, options: CloseRunOptions): Processor<void> {
  const { database, queues, log } = deps;

  return async (job) => {
    const { runId, attempt, readsFeed } = finalizeRunPayload.parse(job.data);
    const run = await database.importLogs.get(runId);
    const childFailures = readFailures(await job.getIgnoredChildrenFailures());
    if (run.status === 'running' && run.attempt === attempt) {
      // A reader that lost its step may have recorded batches after the next one had removed them.
      if (readsFeed) await replaceUncounted(run);
      else await database.importBatches.supersedeRepeated(runId);
      const { lost } = await finishOpenBatches(
        { ...deps, importBatches: database.importBatches, batchQueue: queues.batches },
        run,
        childFailures,
      );
      if (lost > 0) {
        log.error(
          { runId, attempt, source: run.sourceName, lost },
          'batches are missing: the run will start again',
        );
      } else await closeRun(deps, run, { childFailures, readsFeed }, options);
    } else if (run.attempt === attempt) await announceEnd(deps, run);
    await removeFailedChildren(childFailures);
  };

  async function replaceUncounted({ runId, attempt, fetch }: Run): Promise<void> {
    const fetchAttempt = countedFetch(fetch);
    if (fetchAttempt > 0) await database.importBatches.replaceEarlier({ runId, attempt, fetchAttempt });
  }

  /** Failed children were kept for this step only; what a re-run needs of them is in import_batches now. */
  async function removeFailedChildren(failures: ChildFailures): Promise<void> {
    for (const id of failures.keys()) {
      // A step that a worker holds cannot be removed, and is removed when it ends. After an outage this step repeats.
      await (isReaderStep(id) ? queues.feeds : queues.batches).remove(id).catch((error: unknown) => {
        if (isRedisUnavailable(error)) throw error;
      });
    }
  }
}
