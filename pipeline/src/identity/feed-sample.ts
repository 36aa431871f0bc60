import type { JobRules } from '@feedflow/shared/model/identity';
import type { JobFields } from '@feedflow/shared/model/job';
import { FeedKeys } from './feed-keys.ts';
import { contentOf, JobKeys, sharedKey } from './job-keys.ts';
import { isHomePage } from './link-parts.ts';

/** Fewer ids in a row are no evidence that they are the numbers of records, by the first of them. No database has a 0. */
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

/** The keys that several jobs of a sample share by these rules, beyond those that the rules know. */
export function sharedInSample(
  jobs: JobFields[],
  sourceUrl: string,
  rules: JobRules,
): { entry: string; key: string; first: JobFields }[] {
  const keys = new JobKeys(sourceUrl, rules);
  const firsts = new Map<string, JobFields>();
  const shared = new Map<string, { entry: string; key: string; first: JobFields }>();
  for (const job of jobs) {
    const plain = keys.plain(job);
    if (plain === null) continue;
    const { key, isWhole } = keys.resolve(job, plain);
    const first = firsts.get(key);
    if (isWhole || shared.has(key)) continue;
    if (first === undefined) firsts.set(key, job);
    else if (keys.dependsOnLink(job) && first.jobUrl !== null && keys.linkOf(first) !== keys.linkOf(job))
      shared.set(key, { entry: sharedKey('link', key), key, first });
    else if (rules.rule !== 'content' && contentOf(first) !== contentOf(job))
      shared.set(key, { entry: sharedKey('content', key), key, first });
  }
  return [...shared.values()];
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
