import { z } from 'zod';
import { failureSample, failureTotals } from './run.ts';
import { count } from './scalars.ts';

/** A kept failure: one record's, or that of a batch that failed as a whole. */
export const keptFailure = failureSample.extend({
  /** Records it stands for: 1, or all of the batch. */
  records: count,
});
export type KeptFailure = z.infer<typeof keptFailure>;

/** Failures of one run with the same reason and messages that differ in names and numbers only. */
export const failureGroup = z.object({
  reasonCode: z.string(),
  /** The message with what differs from record to record left out. */
  pattern: z.string(),
  stage: z.string(),
  /** Records of this group among the failures that were kept. */
  records: count,
  /** Failures of this group that were kept: of so many there are samples. */
  kept: count,
  samples: z.array(keptFailure),
});
export type FailureGroup = z.infer<typeof failureGroup>;

/** The response of GET /api/import-logs/:runId/failures: the groups with the most records first. */
export const failureReport = z.object({
  /** All failed records of the run, whether their failures were kept or not. */
  failedJobs: count,
  /** Exact, per reason. */
  totals: failureTotals,
  /** Records that the groups account for. */
  grouped: count,
  groups: z.array(failureGroup),
});
