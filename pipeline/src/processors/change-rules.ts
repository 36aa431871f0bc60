import type { SourceIdentity } from '@feedflow/shared/model/identity';
import type { RulesChange, Source } from '@feedflow/shared/model/source';
import type { Database } from '@feedflow/shared/mongo/database';
import type { JobRekeying } from '@feedflow/shared/mongo/jobs/jobs';
import { changeKeys, findSharedKeys } from '../identity/change-keys.ts';
import type { HashBasis } from '../identity/content-hash.ts';
import { rulesOf } from '../identity/job-keys.ts';

/**
 * Gives the stored jobs of a source the keys and content hashes of other rules. The change is stored before the first
 * job is touched, and it is for the caller to end it after the last: a run that is interrupted in between is followed
 * by one that finishes the change first. Manifests and the keys in them are of no use afterwards.
 *
 * @param isBegun whether an earlier call may have changed some jobs, which count as changed now
 */
export async function changeRules(
  { jobs, sources, importManifests }: Pick<Database, 'jobs' | 'sources' | 'importManifests'>,
  source: Pick<Source, 'name' | 'url'>,
  { from, identity, volatileFields }: RulesChange,
  { basis, isBegun }: { basis: HashBasis; isBegun: boolean },
): Promise<{ identity: SourceIdentity; rekeyed: number }> {
  const sourceUrl = source.url;
  const sharedKeys = await findSharedKeys(jobs, {
    sourceUrl,
    from,
    to: rulesOf({ identity, volatileFields }),
  });
  const complete: SourceIdentity = { ...identity, sharedKeys };
  await sources.recordRules(source, { rulesChange: { from, identity: complete, volatileFields } });
  await importManifests.remove(sourceUrl);
  const to = rulesOf({ identity: complete, volatileFields });
  const rekeyed = await changeKeys(jobs, { sourceUrl, from, to, basis, isBegun });
  return { identity: complete, rekeyed };
}

/**
 * Gives some stored jobs of a source other keys. What an interrupted run did of it stays, and the next one does the
 * rest. Manifests have the old keys, and are of no use afterwards.
 */
export async function rekeyJobs(
  { jobs, importManifests }: Pick<Database, 'jobs' | 'importManifests'>,
  sourceUrl: string,
  changes: JobRekeying[],
): Promise<void> {
  await importManifests.remove(sourceUrl);
  await jobs.rekey(changes);
}
