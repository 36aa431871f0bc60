import type { QualityPoint } from '../model/quality.ts';

/** Jobs of the feed that are imported, without duplicates. */
export function feedJobs({
  records,
  duplicateJobs,
  failedJobs,
  skippedJobs,
}: Pick<QualityPoint, 'records' | 'duplicateJobs' | 'failedJobs' | 'skippedJobs'>): number {
  return Math.max(0, records - duplicateJobs - failedJobs - skippedJobs);
}
