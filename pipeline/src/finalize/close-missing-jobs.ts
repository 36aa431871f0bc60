import type { Removal, Run } from '@feedflow/shared/model/run';
import type { Database } from '@feedflow/shared/mongo/database';
import type { ImportManifest } from '@feedflow/shared/mongo/import-manifests';
import { closeStored, keysToClose, namesGone } from '@feedflow/shared/run/close-stored';

/**
 * Closes the jobs that are no longer in a source's feed, those that the feed deletes by name, and those whose records
 * are skipped, according to its manifest. If these are together more than the limit, none of them is closed: a broken
 * feed is likelier than so many jobs filled at once. Safe to repeat: the manifest has the numbers from before the first
 * job is closed.
 *
 * @param run which read its feed to the end and wrote all of it
 * @param options limitPercent: of the jobs that were open before the run. before: called before each step; throws to
 * stop it
 * @returns what was done about these jobs, null if there are none, or none were searched for
 */
export async function closeMissingJobs(
  database: Pick<Database, 'importManifests' | 'jobs'>,
  run: Pick<Run, 'runId' | 'fetch'>,
  { limitPercent, at, before }: { limitPercent: number; at: Date; before: () => Promise<void> },
): Promise<Removal | null> {
  const { manifestId } = run.fetch;
  const manifest = manifestId ? await database.importManifests.find(manifestId) : null;
  if (!manifest || !namesGone(manifest)) return null;
  const { vanished, deletedCount: deletedJobs = 0, excludedCount: excludedJobs = 0 } = manifest;
  const vanishedJobs = deletedJobs + excludedJobs + (vanished?.count ?? 0);
  const openBefore = manifest.openBefore ?? vanished?.openBefore ?? 0;
  const isAbove = (many: number) => many * 100 > openBefore * limitPercent;
  // Jobs that only an earlier reading of the same run listed were not open before it.
  const isHeld = isAbove(vanishedJobs) && isAbove(vanishedJobs - (await countOwn(database, run, manifest)));
  if (!isHeld) await closeStored(database, run, { manifest, at, before });
  const state = isHeld ? ('held' as const) : ('closed' as const);
  return { state, vanishedJobs, deletedJobs, excludedJobs, openBefore, limitPercent, confirmedAt: null };
}

async function countOwn(
  { importManifests, jobs }: Pick<Database, 'importManifests' | 'jobs'>,
  { runId }: Pick<Run, 'runId'>,
  manifest: ImportManifest,
): Promise<number> {
  let own = 0;
  for await (const { keys } of keysToClose(importManifests, manifest))
    own += await jobs.countCreatedBy(keys, runId);
  return own;
}
