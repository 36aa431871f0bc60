import type { CloseReason } from '../model/job.ts';
import type { Run } from '../model/run.ts';
import type { Database } from '../mongo/database.ts';
import type { ImportManifest } from '../mongo/import-manifests.ts';

const KEYS_PER_CALL = 1_000;

type GoneKeyParts = Pick<ImportManifest, 'vanished' | 'deleted' | 'excluded'>;

/** Whether a manifest names jobs that are to be closed. */
export function namesGone({ vanished, deleted = [], excluded = [] }: GoneKeyParts): boolean {
  return deleted.length + excluded.length + (vanished?.parts ?? []).length > 0;
}

/**
 * Closes the jobs whose keys a run stored with its manifest: those that its feed deletes, those whose records are
 * skipped, and those that are missing from it. It may be called again: what is closed stays so.
 *
 * @param options.before called before each step; throws to stop it
 */
export async function closeStored(
  { importManifests, jobs }: Pick<Database, 'importManifests' | 'jobs'>,
  { runId }: Pick<Run, 'runId'>,
  { manifest, at, before }: { manifest: GoneKeyParts; at: Date; before: () => Promise<void> },
): Promise<void> {
  for await (const { reason, keys } of keysToClose(importManifests, manifest)) {
    await before();
    await jobs.close(keys, { runId, at, reason });
  }
}

/** The keys of the jobs that a manifest names to be closed, a thousand at most at a time, and why. */
export async function* keysToClose(
  importManifests: Pick<Database['importManifests'], 'keys'>,
  { vanished, deleted, excluded }: GoneKeyParts,
): AsyncGenerator<{ reason: CloseReason; keys: string[] }> {
  const partsByReason: [CloseReason, readonly string[]][] = [
    ['deleted-by-feed', deleted ?? []],
    ['excluded', excluded ?? []],
    ['not-in-feed', vanished?.parts ?? []],
  ];
  for (const [reason, parts] of partsByReason) {
    for (const part of parts) {
      const keys = await importManifests.keys(part);
      for (let from = 0; from < keys.length; from += KEYS_PER_CALL) {
        yield { reason, keys: keys.slice(from, from + KEYS_PER_CALL) };
      }
    }
  }
}
