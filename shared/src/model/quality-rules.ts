import type { JobField } from './job-fields.ts';

/*
 * The quality rules of a source: what is absent has its default, what is null or false is off. Only types are imported:
 * browsers load it.
 */

export interface QualityRules {
  /** Hours after its last successful import in which the next one must end. */
  freshHours?: number | null | undefined;
  /** Jobs that its feed has and open jobs, at least. */
  minJobs?: number | null | undefined;
  /** Records that may fail, in percent of the fetched ones. */
  maxFailedPercent?: number | null | undefined;
  /** Jobs that must have a field, in percent. A field that is null is not judged. */
  minFillPercent?: Partial<Record<JobField, number | null>> | undefined;
  /** Whether a field that far fewer jobs have than usual is a warning. */
  usualFill?: boolean | undefined;
  /** Whether numbers beyond the usual are a warning. */
  usualChange?: boolean | undefined;
}

/** If no `freshHours` are set: this or three times the schedule, whichever is longer. */
export const DEFAULT_FRESH_HOURS = 24;
export const FRESH_DUE_TIMES = 3;
/** If no `minJobs` are set, of a source that has had jobs. */
export const DEFAULT_MIN_JOBS = 1;
/** If no `maxFailedPercent` is set, and more records failed than its failure threshold tolerates. */
export const DEFAULT_MAX_FAILED_PERCENT = 20;

/** Why a source is not healthy. */
export const HEALTH_CODES = [
  'disabled',
  'imports-failing',
  'import-failed',
  'import-incomplete',
  'stale',
  'few-jobs',
  'records-failed',
  'feed-shrank',
  'field-below',
  'field-dropped',
  'unusual-records',
  'unusual-new',
  'unusual-updated',
  'unusual-closed',
] as const;
export type HealthCode = (typeof HEALTH_CODES)[number];

/** Reasons that are about how runs ended, and have alerts and attention items of their own. */
const OF_RUNS: readonly HealthCode[] = [
  'disabled',
  'imports-failing',
  'import-failed',
  'import-incomplete',
  'feed-shrank',
];

/** Whether a reason is a quality rule that is broken. */
export function ofQuality({ code }: { code: HealthCode }): boolean {
  return !OF_RUNS.includes(code);
}
