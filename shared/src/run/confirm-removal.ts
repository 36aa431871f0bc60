import { FeedflowError } from '../errors.ts';
import { judgeSource } from '../quality/judge-source.ts';
import { closeStored } from './close-stored.ts';
import type { RunDeps } from './deps.ts';
import { heldManifest } from './held-manifest.ts';

export interface RemovalConfirmed {
  runId: string;
  /** Jobs that were closed. */
  removedJobs: number;
}

/**
 * Closes the jobs that a run held back because too many vanished from its feed, or were deleted by it, at once.
 *
 * @throws FeedflowError 'run-unknown'; 'run-already-running' where the run or another one of its source is
 * running; 'nothing-to-confirm' where it holds nothing back, or a later import has looked since
 */
export async function confirmRemoval(
  deps: Pick<RunDeps, 'database' | 'clock' | 'log'>,
  runId: string,
): Promise<RemovalConfirmed> {
  const { importLogs, importManifests, jobs } = deps.database;
  const run = await importLogs.get(runId);
  const running = await importLogs.findRunningOf(run.sourceUrl);
  if (running) {
    throw new FeedflowError('run-already-running', `${run.sourceName} is being imported: wait for its end`, {
      details: { runId: running, sourceName: run.sourceName },
    });
  }
  const manifest = await heldManifest(deps.database, run);
  const at = deps.clock();
  const removedJobs = await closeStored(deps.database, run, { manifest, at });
  const openJobs = await jobs.countOpen(run.sourceUrl);
  await importLogs.confirmRemoval(runId, { removedJobs, openJobs, at });
  await importManifests.trust(manifest.id, openJobs);
  await judgeSource(deps.database, run.sourceName, at);
  deps.log.info(
    { runId, source: run.sourceName, removedJobs },
    'closed the jobs that are no longer in the feed',
  );
  return { runId, removedJobs };
}
