import { FeedflowError } from '../errors.ts';
import type { Run } from '../model/run.ts';
import type { Database } from '../mongo/database.ts';
import { buildRerunTree } from '../queues/run-tree.ts';
import type { RunDeps, RunOptions } from './deps.ts';
import { launch } from './launch.ts';
import { newAttempt } from './new-run.ts';
import { assertSourceHolds } from './rename-source.ts';

export interface RerunStarted {
  runId: string;
  attempt: number;
  /** Batches and records that run again. */
  batches: number;
  records: number;
}

/**
 * Runs batches that failed again, as the next attempt of the same run: a new tree of those batches alone,
 * from the jobs kept in MongoDB. What succeeded is not touched, and the run's totals become those of
 * the latest attempt of each batch.
 *
 * @param batches indexes of the batches; null for all that failed, whole or in part
 * @throws FeedflowError 'run-unknown'; 'run-already-running' where the run or another one of its source is
 * running; 'nothing-to-rerun' where no such batch kept its jobs; 'run-outdated' where the keys of its jobs hold no
 * longer; 'source-changed' where its source was renamed meanwhile; 'service-unavailable' where Redis does not take the
 * tree: the run is then what it was before
 */
export async function rerunBatches(
  deps: RunDeps,
  options: Pick<RunOptions, 'batchAttempts'>,
  runId: string,
  batches: number[] | null,
): Promise<RerunStarted> {
  const { importLogs, importBatches } = deps.database;
  const run = await importLogs.get(runId);
  if (run.status === 'running') throw alreadyRunning(run);
  const attempt = run.attempt + 1;
  const chosen = await importBatches.rerunnable(runId, attempt, batches);
  if (chosen.length === 0) throw nothingToRerun(run, batches);
  await assertKeysHold(deps.database, run);

  const started = newAttempt({ attempt, trigger: 'rerun', rescue: false, startedAt: deps.clock() });
  const begun = await importLogs.beginAttempt(run, { attempt: started, from: 'ended' });
  if (!begun) throw alreadyRunning(run);
  const { sourceUrl } = run;
  // Read again: the source may have been renamed before the attempt began.
  const { sourceName } = await importLogs.get(runId);
  try {
    await assertSourceHolds(deps.database, { sourceName, sourceUrl, isNew: false });
  } catch (error) {
    await importLogs.withdrawAttempt(run, attempt);
    throw error;
  }
  await deps.database.sourceLocks.waitUntilUnlocked(sourceUrl);
  const { batchAttempts } = options;
  await launch(
    deps,
    { ...run, sourceName, attempt, attempts: [...run.attempts, started], trigger: 'rerun' },
    buildRerunTree({ runId, attempt, sourceName, sourceUrl, batchAttempts, batches }),
    () => importLogs.withdrawAttempt(run, attempt),
  );
  const records = chosen.reduce((sum, batch) => sum + batch.records, 0);
  return { runId, attempt, batches: chosen.length, records };
}

/**
 * The kept jobs of a run have the keys of the time at which it read its feed. Since the source's jobs were given
 * others, they would be inserted a second time.
 *
 * @throws FeedflowError 'run-outdated'
 */
export async function assertKeysHold(
  { sources }: Pick<Database, 'sources'>,
  { runId, sourceName, sourceUrl, startedAt }: Pick<Run, 'runId' | 'sourceName' | 'sourceUrl' | 'startedAt'>,
): Promise<void> {
  const source = await sources.findByUrl(sourceUrl);
  const identity = source?.rulesChange?.identity ?? source?.identity;
  if (!identity?.rekeyedAt || identity.rekeyedBy === runId || identity.rekeyedAt < startedAt) return;
  throw new FeedflowError(
    'run-outdated',
    `the keys of the jobs of ${sourceName} have changed since run ${runId} read its feed (${identity.reason.message}); start a new import`,
    { details: { runId, sourceName } },
  );
}

function alreadyRunning(run: Run): FeedflowError {
  return new FeedflowError('run-already-running', `run ${run.runId} of ${run.sourceName} is running`, {
    details: { runId: run.runId, sourceName: run.sourceName },
  });
}

function nothingToRerun(run: Run, batches: number[] | null): FeedflowError {
  const which = batches ? 'none of these batches' : 'no batch of this run';
  return new FeedflowError(
    'nothing-to-rerun',
    `${which} failed with its jobs kept; a new import reads the feed again`,
    {
      details: { runId: run.runId, failedBatches: run.meta.failedBatches },
    },
  );
}
