import type { Run } from '../model/run.ts';
import type { Database } from '../mongo/database.ts';
import type { VanishedKeys } from '../mongo/import-manifests.ts';

const KEYS_PER_CALL = 1_000;

/**
 * Closes the jobs that a run found missing from its feed. It may be called again: what is closed stays so.
 *
 * @returns how many jobs of the source this run has closed
 */
export async function closeVanished(
  { importManifests, jobs }: Pick<Database, 'importManifests' | 'jobs'>,
  { runId, sourceUrl }: Pick<Run, 'runId' | 'sourceUrl'>,
  { vanished, at }: { vanished: VanishedKeys; at: Date },
): Promise<number> {
  for (const part of vanished.parts) {
    const keys = await importManifests.keys(part);
    for (let from = 0; from < keys.length; from += KEYS_PER_CALL) {
      await jobs.close(keys.slice(from, from + KEYS_PER_CALL), { runId, at });
    }
  }
  return jobs.countClosedBy(sourceUrl, runId);
}
