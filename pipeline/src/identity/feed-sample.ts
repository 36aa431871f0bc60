import type { JobRules } from '@feedflow/shared/model/identity';
import type { JobFields } from '@feedflow/shared/model/job';
import { FeedKeys } from './feed-keys.ts';
import { type Apart, contentOf, JobKeys, sharedKey } from './job-keys.ts';
import { isHomePage } from './link-parts.ts';

/**
 * Fewer ids in a row are no evidence that they are the numbers of records, by the first of them. No database has a 0.
 */
const MIN_ROW_NUMBERS: Readonly<Record<string, number>> = { 0: 2, 1: 20 };

/** A job of the sample with its key by some rules. */
export interface KeyedJob {
  key: string;
  job: JobFields;
}

/** The different jobs of a sample, in feed order, with the keys that an import by these rules would give them. */
export function keysOfSample(
  jobs: JobFields[],
  sourceUrl: string,
  rules: JobRules,
  strict: boolean,
): KeyedJob[] {
  const keys = new FeedKeys(new JobKeys(sourceUrl, rules), { strict });
  const keyed = new Map<string, KeyedJob>();
  for (const job of jobs) {
    const key = keys.claim(job)?.key;
    if (key !== undefined && !keyed.has(key)) keyed.set(key, { key, job });
  }
  return [...keyed.values()];
}

/** A key that several jobs share. */
export interface SharedKey {
  entry: string;
  key: string;
  /** The first job that has it. */
  first: JobFields;
}

/** The keys that several jobs of a sample share by these rules, beyond those that the rules know. */
export function sharedInSample(jobs: JobFields[], sourceUrl: string, rules: JobRules): SharedKey[] {
  const found: SharedKey[] = [];
  // Jobs that are distinguished by their content may share the key that includes it, too.
  for (;;) {
    const sharedKeys = [...rules.sharedKeys, ...found.map(({ entry }) => entry)];
    const more = sharedBy(new JobKeys(sourceUrl, { ...rules, sharedKeys }), jobs);
    if (more.length === 0) return found;
    found.push(...more);
  }
}

function sharedBy(keys: JobKeys, jobs: JobFields[]): SharedKey[] {
  const firsts = new Map<string, JobFields>();
  const shared = new Map<string, SharedKey>();
  for (const job of jobs) {
    const plain = keys.plain(job);
    if (plain === null) continue;
    const { key, apart } = keys.resolve(job, plain);
    if (apart === 'text' || shared.has(key)) continue;
    const first = firsts.get(key);
    const how = first === undefined ? null : apartFrom(first, job, { keys, apart });
    if (first === undefined) firsts.set(key, job);
    else if (how !== null) shared.set(key, { entry: sharedKey(how, key), key, first });
    // A job without a text differs from none.
    else if (first.description === null) firsts.set(key, job);
  }
  return [...shared.values()];
}

/** By what jobs that share a key are distinguished next; null if they are the same. */
function apartFrom(
  first: JobFields,
  job: JobFields,
  { keys, apart }: { keys: JobKeys; apart: Apart | null },
): Apart | null {
  const hasContent = apart === 'content' || keys.rules.rule === 'content';
  const hasOtherLink =
    keys.dependsOnLink(job) && first.jobUrl !== null && keys.linkOf(first) !== keys.linkOf(job);
  if (hasOtherLink && !hasContent) return 'link';
  if (!hasContent && contentOf(first) !== contentOf(job)) return 'content';
  const hasOtherText =
    keys.dependsOnText(job, apart) && first.description !== null && first.description !== job.description;
  if (!hasOtherText) return null;
  return hasContent ? 'text' : 'content';
}

/**
 * Whether the ids are the numbers of the records: 0, 1, 2, … or 1, 2, 3, …, so that each job that is added or removed
 * shifts those behind it. An id that is part of its link is a number of the publisher's own.
 */
export function hasRowNumbers(jobs: JobFields[]): boolean {
  const start = Number(jobs[0]?.externalId ?? Number.NaN);
  const least = MIN_ROW_NUMBERS[start];
  return (
    least !== undefined &&
    jobs.length >= least &&
    jobs.every(({ externalId }, index) => externalId === String(start + index)) &&
    jobs.every(({ jobUrl }) => jobUrl !== null && !isHomePage(jobUrl)) &&
    jobs.filter(hasIdInLink).length * 2 < jobs.length &&
    new Set(jobs.map(({ jobUrl }) => jobUrl)).size === jobs.length
  );
}

function hasIdInLink({ jobUrl, externalId }: JobFields): boolean {
  const numbers = jobUrl?.split(/\D+/) ?? [];
  return numbers.some((digits) => digits !== '' && Number(digits) === Number(externalId));
}
