import type { Removal, Run } from '@feedflow/shared/model/run';
import type { Database } from '@feedflow/shared/mongo/database';
import { closeVanished } from '@feedflow/shared/run/close-vanished';

/**
 * Closes the jobs that are no longer in a source's feed, according to its manifest. If they are more than the limit,
 * none is closed: a broken feed is likelier than so many jobs filled at once. Safe to repeat.
 *
 * @param run which read its feed to the end and wrote all of it
 * @param options limitPercent: of the jobs that were open before the run
 * @returns what was done, and how many jobs this run closed; null if none is missing, or none was searched for
 */
export async function closeMissingJobs(
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
