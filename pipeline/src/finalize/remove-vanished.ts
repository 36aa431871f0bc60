import type { Removal, Run } from '@feedflow/shared/model/run';
import type { Database } from '@feedflow/shared/mongo/database';
import { closeVanished } from '@feedflow/shared/run/close-vanished';

/**
 * Closes the postings that a source's feed has no more, as far as its manifest says so. Where more of them
 * vanished than the limit allows none is closed: a broken feed is likelier than so many jobs filled at once.
 * To be called only for a run that read its feed to the end and wrote all of it; it may be called again.
 *
 * @param limitPercent of the postings that were open before the run
 * @returns what was done, and how many postings this run closed; null where nothing vanished or nobody looked
 */
export async function removeVanished(
  database: Pick<Database, 'importManifests' | 'jobs'>,
  run: Pick<Run, 'runId' | 'sourceUrl' | 'fetch'>,
  { limitPercent, at }: { limitPercent: number; at: Date },
): Promise<{ removal: Removal; removedJobs: number } | null> {
  const { manifestId } = run.fetch;
  const vanished = manifestId && (await database.importManifests.find(manifestId))?.vanished;
  if (!vanished || vanished.count === 0) return null;
  const { count: vanishedJobs, openBefore } = vanished;
  const facts = { vanishedJobs, openBefore, limitPercent, confirmedAt: null };
  if (vanishedJobs * 100 > openBefore * limitPercent) {
    return { removal: { state: 'held', ...facts }, removedJobs: 0 };
  }
  const removedJobs = await closeVanished(database, run, { vanished, at });
  return { removal: { state: 'closed', ...facts }, removedJobs };
}
