import type { Removal, Run } from '@feedflow/shared/model/run';
import type { Database } from '@feedflow/shared/mongo/database';
import { closeStored } from '@feedflow/shared/run/close-stored';

/**
 * Closes the jobs that are no longer in a source's feed, and those that the feed deletes by name, according to its
 * manifest. If those that are no longer in it are more than the limit, none of them is closed: a broken feed is likelier
 * than so many jobs filled at once. Safe to repeat.
 *
 * @param run which read its feed to the end and wrote all of it
 * @param options limitPercent: of the jobs that were open before the run
 * @returns what was done about jobs that are no longer in the feed, null if none is missing, or none was searched for;
 *   and how many jobs this run closed
 */
export async function closeMissingJobs(
  database: Pick<Database, 'importManifests' | 'jobs'>,
  run: Pick<Run, 'runId' | 'sourceUrl' | 'fetch'>,
  { limitPercent, at }: { limitPercent: number; at: Date },
): Promise<{ removal: Removal | null; removedJobs: number }> {
  const { manifestId } = run.fetch;
  const manifest = manifestId ? await database.importManifests.find(manifestId) : null;
  const vanished = manifest?.vanished?.count ? manifest.vanished : null;
  const deleted = manifest?.deleted ?? [];
  if (!vanished && deleted.length === 0) return { removal: null, removedJobs: 0 };
  const isHeld = vanished !== null && vanished.count * 100 > vanished.openBefore * limitPercent;
  const parts = vanished && !isHeld ? [...deleted, ...vanished.parts] : deleted;
  const removedJobs = parts.length > 0 ? await closeStored(database, run, { parts, at }) : 0;
  if (!vanished) return { removal: null, removedJobs };
  const { count: vanishedJobs, openBefore } = vanished;
  const state = isHeld ? ('held' as const) : ('closed' as const);
  return { removal: { state, vanishedJobs, openBefore, limitPercent, confirmedAt: null }, removedJobs };
}
