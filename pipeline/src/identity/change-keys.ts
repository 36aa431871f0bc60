import type { JobRules } from '@feedflow/shared/model/identity';
import type { JobPosting } from '@feedflow/shared/model/job';
import type { JobRekeying, Jobs } from '@feedflow/shared/mongo/jobs/jobs';
import { inSlices } from '@feedflow/shared/slices';
import { createContentHash, type HashBasis } from './content-hash.ts';
import { FeedKeys } from './feed-keys.ts';
import { isSharedText, JobKeys, MAX_SHARED_KEYS } from './job-keys.ts';

const JOBS_PER_WRITE = 500;
/** Keys that others had to give up first are free in the second pass. */
const MAX_PASSES = 2;

export interface KeyChange {
  sourceUrl: string;
  from: JobRules;
  to: JobRules;
  basis: HashBasis;
  /** Whether it was interrupted before. */
  isBegun: boolean;
}

/**
 * The keys that several open jobs of a source share by its new rules. They are part of the rules: otherwise one of the
 * jobs would get the key of another.
 */
export async function findSharedKeys(
  jobs: Pick<Jobs, 'allOf'>,
  { sourceUrl, from, to }: Pick<KeyChange, 'sourceUrl' | 'from' | 'to'>,
): Promise<string[]> {
  const isSameRule = from.rule === to.rule && from.ignoredLinkParts.join() === to.ignoredLinkParts.join();
  if (isSameRule) return to.sharedKeys;
  const keys = new FeedKeys(new JobKeys(sourceUrl, to));
  for await (const job of jobs.allOf(sourceUrl, 'whole', true)) keys.claim(job);
  return [...new Set([...to.sharedKeys, ...keys.shared])].slice(0, MAX_SHARED_KEYS);
}

/**
 * Gives all stored jobs of a source, open and closed, the keys and content hashes that they have by other rules,
 * computed from what is stored of them. To do it again changes nothing, and what was interrupted is finished by doing
 * it again. Of several jobs that would have one key, the first in the order of `allOf` gets it; the others keep theirs.
 * A content hash that is not what the old rules give is left alone: the job counts as updated.
 *
 * @returns how many jobs have another key, also by what was done before an interruption
 */
export async function changeKeys(
  jobs: Pick<Jobs, 'allOf' | 'rekey'>,
  { sourceUrl, from, to, basis, isBegun }: KeyChange,
): Promise<number> {
  const [keysBefore, keys] = [new JobKeys(sourceUrl, from), new JobKeys(sourceUrl, to)];
  const [hashBefore, hashAfter] = [createContentHash(basis, from), createContentHash(basis, to)];
  const keepsKeys =
    JSON.stringify([from.rule, from.ignoredLinkParts, from.sharedKeys]) ===
    JSON.stringify([to.rule, to.ignoredLinkParts, to.sharedKeys]);
  const keepsHashes =
    JSON.stringify([from.volatileFields, from.ignoredLinkParts]) ===
    JSON.stringify([to.volatileFields, to.ignoredLinkParts]);

  function changeOf(job: JobPosting): JobRekeying | null {
    const { dedupeKey, contentHash } = job;
    const key = keepsKeys ? dedupeKey : (keys.key(job) ?? dedupeKey);
    const hash = !keepsHashes && hashBefore(job) === contentHash ? hashAfter(job) : contentHash;
    if (key === dedupeKey && hash === contentHash) return null;
    return { from: { dedupeKey, contentHash }, to: { dedupeKey: key, contentHash: hash } };
  }

  /** Whether a job has got its new key before an interruption. */
  function wasRekeyed(job: JobPosting): boolean {
    if (!isBegun || keepsKeys || keys.key(job) !== job.dedupeKey) return false;
    return keysBefore.key(job) !== job.dedupeKey;
  }

  const needsTexts = !keepsHashes || [...from.sharedKeys, ...to.sharedKeys].some(isSharedText);
  let rekeyed = 0;
  async function write(changes: JobRekeying[]): Promise<number> {
    const result = await jobs.rekey(changes);
    rekeyed += result.rekeyed;
    await jobs.rekey(
      result.kept
        .filter(({ from: old, to: { contentHash } }) => old.contentHash !== contentHash)
        .map(({ from: old, to: { contentHash } }) => ({
          from: old,
          to: { dedupeKey: old.dedupeKey, contentHash },
        })),
    );
    return result.kept.length;
  }

  async function* changesIn(pass: number): AsyncGenerator<JobRekeying> {
    for await (const job of jobs.allOf(sourceUrl, needsTexts ? 'whole' : 'brief')) {
      if (pass === 1 && wasRekeyed(job)) rekeyed += 1;
      const change = changeOf(job);
      if (change) yield change;
    }
  }

  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    let kept = 0;
    for await (const some of inSlices(changesIn(pass), JOBS_PER_WRITE)) kept += await write(some);
    if (kept === 0) break;
  }
  return rekeyed;
}
