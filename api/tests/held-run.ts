import type { JobPosting } from '@feedflow/shared/model/job';
import type { Database } from '@feedflow/shared/mongo/database';
import { runEnd } from './history.ts';

/** What the jobs of `holdJobs` show in lists. */
export const heldJob = { title: 'Baker', company: 'Oven', location: null, publishedAt: null };

/**
 * Ends a running run as one that holds two of three jobs back.
 * @returns the keys of the job that is missing, of the one that was deleted, and of the one that stays
 */
export async function holdJobs(
  { importLogs, importManifests, jobs }: Pick<Database, 'importLogs' | 'importManifests' | 'jobs'>,
  { runId, sourceUrl, sourceName }: { runId: string; sourceUrl: string; sourceName: string },
): Promise<string[]> {
  const keys = ['a', 'b', 'c'].map((letter) => letter.repeat(40));
  const stamp = { runId: 'earlier', at: new Date() };
  const absent = {
    jobType: null,
    country: null,
    region: null,
    remote: null,
    salary: null,
    description: null,
  };
  const job = {
    ...heldJob,
    ...absent,
    sourceUrl,
    sourceName,
    contentHash: 'f'.repeat(40),
  } as unknown as JobPosting;
  await jobs.write(
    keys.map((dedupeKey) => ({ kind: 'insert', job: { ...job, dedupeKey } })),
    stamp,
  );
  for (const [part, key = ''] of [
    ['gone', keys[0]],
    ['deleted', keys[1]],
  ] as const)
    await importManifests.putKeys(part, { sourceUrl, manifestId: 'm' }, Buffer.from(key, 'hex'));
  await importManifests.save({
    id: 'm',
    sourceUrl,
    trusted: false,
    fingerprint: 'f',
    parts: [],
    postings: 1,
    openJobs: null,
    fullReadAt: new Date(),
    vanished: { count: 1, openBefore: 3, parts: ['gone'] },
    deleted: ['deleted'],
    deletedCount: 1,
    openBefore: 3,
  });
  await importManifests.trust('m', 3, true);
  const run = await importLogs.find(runId);
  if (!run) throw new Error('the run is gone');
  const begun = await importLogs.beginFetch(run, { startedAt: new Date(), worker: 'w', concurrency: 1 });
  await importLogs.reportFetch(
    { ...run, fetchAttempt: begun?.fetchAttempt ?? 0 },
    { fetch: { manifestId: 'm', status: 'completed' } },
  );
  const removal = {
    state: 'held',
    vanishedJobs: 2,
    deletedJobs: 1,
    excludedJobs: 0,
    openBefore: 3,
    limitPercent: 20,
    confirmedAt: null,
  } as const;
  await importLogs.finish(run, runEnd({ counters: run, removal }));
  return keys;
}
