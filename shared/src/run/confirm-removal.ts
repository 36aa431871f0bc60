import { FeedflowError } from '../errors.ts';
import { itemOfShrunkFeed } from '../model/attention-items.ts';
import type { Run } from '../model/run.ts';
import { judgeSource } from '../quality/judge-source.ts';
import { closeStored } from './close-stored.ts';
import type { RunDeps } from './deps.ts';
import { heldManifest } from './held-manifest.ts';

export interface RemovalConfirmed {
  runId: string;
  /** Jobs that were closed. */
  removedJobs: number;
}

type ConfirmDeps = Pick<RunDeps, 'database' | 'clock' | 'log'>;

/**
 * Closes the jobs that a run held back because too many vanished from its feed, or were deleted by it, at once.
 *
 * @throws FeedflowError 'run-unknown'; 'run-already-running' where the run or another one of its source is
 * running; 'source-changed' while another request closes its jobs, or where this one stood still for a time;
 * 'nothing-to-confirm' where it holds nothing back, or a later import has looked since
 */
export async function confirmRemoval(deps: ConfirmDeps, runId: string): Promise<RemovalConfirmed> {
  const { importLogs, sourceLocks } = deps.database;
  const run = await importLogs.get(runId);
  return sourceLocks.whileLocked(run.sourceUrl, {
    work: async (assertLocked) => {
      // A run that begins from now on waits until the jobs are closed, so that it sees either all of them open or none.
      const running = await importLogs.findRunningOf(run.sourceUrl);
      if (running) throw beingImported(run, running);
      return await closeHeld(deps, run, assertLocked);
    },
    refusal: () => beingClosed(run),
  });
}

async function closeHeld(
  deps: ConfirmDeps,
  run: Run,
  assertLocked: () => Promise<void>,
): Promise<RemovalConfirmed> {
  const { importLogs, importManifests, jobs, alertStates, acknowledgements } = deps.database;
  const { runId, sourceName } = run;
  const at = deps.clock();
  // The request that confirmed it may have been interrupted before it did.
  if (run.removal?.confirmedAt) await judgeSource(deps.database, sourceName, at);
  const closedBefore = await jobs.countClosedBy(run);
  const manifest = await heldManifest(deps.database, run).catch((error: unknown) => {
    if (run.removal?.state !== 'held' || closedBefore <= run.removedJobs) throw error;
    return null;
  });
  // A later import has looked since a request that was interrupted: what that had closed counts, and no more is closed.
  if (!manifest) {
    const openJobs = Math.max(0, (run.openAfter ?? 0) - closedBefore);
    await importLogs.confirmRemoval(runId, { removedJobs: closedBefore, openJobs, at });
    return { runId, removedJobs: closedBefore };
  }
  await closeStored(deps.database, run, { manifest, at, before: assertLocked });
  const removedJobs = await jobs.countClosedBy(run);
  const openJobs = await jobs.countOpen(run.sourceUrl);
  // What the next run holds back is reported again.
  await alertStates.end(sourceName, ['feed-shrank']);
  await acknowledgements.endOf([itemOfShrunkFeed(sourceName)], at);
  await assertLocked();
  await importManifests.trust(manifest.id, openJobs);
  // From now on there is nothing to confirm any more.
  await importLogs.confirmRemoval(runId, { removedJobs, openJobs, at: deps.clock() });
  await judgeSource(deps.database, sourceName, at);
  deps.log.info({ runId, source: sourceName, removedJobs }, 'closed the jobs that are no longer in the feed');
  return { runId, removedJobs };
}

function beingImported({ sourceName }: Run, runId: string): FeedflowError {
  const message = `${sourceName} is being imported: wait for its end`;
  return new FeedflowError('run-already-running', message, { details: { runId, sourceName } });
}

function beingClosed({ runId, sourceName }: Run): FeedflowError {
  const message = `jobs of ${sourceName} are being closed by another request: read the run again`;
  return new FeedflowError('source-changed', message, { details: { runId, sourceName } });
}
