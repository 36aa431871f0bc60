import type { Readable } from 'node:stream';
import type { JobSummary } from '@feedflow/shared/model/job-view';
import { asCsv } from '../routing/csv.ts';

/** The columns, and where each comes from. */
const COLUMNS = {
  dedupeKey: (job) => job.dedupeKey,
  source: (job) => job.sourceName,
  externalId: (job) => job.externalId,
  title: (job) => job.title,
  company: (job) => job.company,
  location: (job) => job.location,
  region: (job) => job.region,
  country: (job) => job.country,
  remote: (job) => (job.remote === null ? null : String(job.remote)),
  jobType: (job) => job.jobType,
  categories: (job) => job.categories.join('; '),
  salaryMin: (job) => job.salary?.min,
  salaryMax: (job) => job.salary?.max,
  salaryCurrency: (job) => job.salary?.currency,
  salaryPeriod: (job) => job.salary?.period,
  salaryText: (job) => job.salary?.text,
  employmentTypes: (job) => job.normalized.employmentTypes.join('; '),
  countryCode: (job) => job.normalized.country,
  salaryPerYearMin: (job) => job.normalized.salaryPerYear?.min,
  salaryPerYearMax: (job) => job.normalized.salaryPerYear?.max,
  remoteScope: (job) => job.normalized.remoteScope?.join('; '),
  language: (job) => job.normalized.language,
  jobUrl: (job) => job.jobUrl,
  applyUrl: (job) => job.applyUrl,
  status: (job) => job.status,
  publishedAt: (job) => job.publishedAt?.toISOString(),
  expiresAt: (job) => job.expiresAt?.toISOString(),
  createdAt: (job) => job.createdAt.toISOString(),
  changedAt: (job) => job.changedAt?.toISOString(),
  closedAt: (job) => job.closedAt?.toISOString(),
  closeReason: (job) => job.closeReason,
  reopenedAt: (job) => job.reopenedAt?.toISOString(),
  updatedAt: (job) => job.updatedAt.toISOString(),
} satisfies Record<string, (job: JobSummary) => unknown>;

/** Jobs as CSV, without descriptions. @param jobs see `asCsv` */
export function jobsAsCsv(jobs: Readable): Readable {
  return asCsv(COLUMNS, jobs);
}
