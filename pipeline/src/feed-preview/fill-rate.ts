import { JOB_FIELDS, type JobField, type JobPosting } from '@feedflow/shared/model/job';

/** Per field, how many jobs have it. */
export type FillCounts = Record<JobField, number>;

export function noFill(): FillCounts {
  return Object.fromEntries(JOB_FIELDS.map((field) => [field, 0])) as FillCounts;
}

/** Counts the fields that `job` has into `counts`. */
export function countFill(counts: FillCounts, job: JobPosting): void {
  for (const field of JOB_FIELDS) {
    const value = job[field];
    if (value !== null && !(Array.isArray(value) && value.length === 0)) counts[field]++;
  }
}
