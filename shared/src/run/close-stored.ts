import type { Run } from '../model/run.ts';
import type { Database } from '../mongo/database.ts';
import type { ImportManifest } from '../mongo/import-manifests.ts';

const KEYS_PER_CALL = 1_000;

/** The parts of a manifest with the keys of all jobs to be closed, for whatever reason. */
export function goneParts({
  vanished,
  deleted = [],
}: Pick<ImportManifest, 'vanished' | 'deleted'>): string[] {
  return [...deleted, ...(vanished?.parts ?? [])];
}

/**
 * Closes jobs whose keys a run stored: those that are missing from its feed, or that the feed deletes. It may be called
 * again: what is closed stays so.
 *
 * @param parts of the run's manifest
 * @returns how many jobs of the source this run has closed
 */
export async function closeStored(
  { importManifests, jobs }: Pick<Database, 'importManifests' | 'jobs'>,
  { runId, sourceUrl }: Pick<Run, 'runId' | 'sourceUrl'>,
  { parts, at }: { parts: readonly string[]; at: Date },
): Promise<number> {
  for (const part of parts) {
    const keys = await importManifests.keys(part);
    for (let from = 0; from < keys.length; from += KEYS_PER_CALL) {
      await jobs.close(keys.slice(from, from + KEYS_PER_CALL), { runId, at });
    }
  }
  return jobs.countClosedBy(sourceUrl, runId);
}
