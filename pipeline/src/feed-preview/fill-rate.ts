import type { JobPosting } from '@feedflow/shared/model/job';

/** The fields a feed may or may not fill, in the order in which they are shown. */
export const FILLABLE = [
  'externalId',
  'title',
  'jobUrl',
  'applyUrl',
  'company',
  'location',
  'region',
  'country',
  'remote',
  'jobType',
  'categories',
  'salary',
  'description',
  'publishedAt',
  'expiresAt',
] as const satisfies Array<keyof JobPosting>;

/** Per field, how many jobs have it. */
export type FillCounts = Record<(typeof FILLABLE)[number], number>;

export function noFill(): FillCounts {
  return Object.fromEntries(FILLABLE.map((field) => [field, 0])) as FillCounts;
}

/** Counts the fields that `job` has into `counts`. */
export function countFill(counts: FillCounts, job: JobPosting): void {
  for (const field of FILLABLE) {
    const value = job[field];
    if (value !== null && !(Array.isArray(value) && value.length === 0)) counts[field]++;
  }
}
