import { FeedflowError } from '../errors.ts';
import type { Run } from '../model/run.ts';
import type { Database } from '../mongo/database.ts';
import type { ImportManifest } from '../mongo/import-manifests.ts';

/**
 * The manifest that has the keys of the jobs that a run held back.
 *
 * @throws FeedflowError 'nothing-to-confirm' where it holds nothing back, or a later import has looked since
 */
export async function heldManifest(
  { importManifests }: Pick<Database, 'importManifests'>,
  { runId, removal, fetch: { manifestId } }: Pick<Run, 'runId' | 'removal' | 'fetch'>,
): Promise<ImportManifest> {
  const isHeld = removal?.state === 'held';
  const manifest = isHeld && manifestId ? await importManifests.find(manifestId) : null;
  if (manifest?.trusted) return manifest;
  const why = isHeld ? 'a later import has looked since' : 'it holds nothing back';
  throw new FeedflowError('nothing-to-confirm', `run ${runId} closes no jobs: ${why}`, {
    details: { runId },
  });
}
