import { z } from 'zod';
import { fieldFill } from './field-fill.ts';
import { inputLimits } from './input-limits.ts';
import { JOB_FIELDS } from './job-fields.ts';
import { HEALTH_CODES, type QualityRules } from './quality-rules.ts';
import { runStatus } from './run.ts';
import { count, timestamp } from './scalars.ts';

const percent = z.number().min(0).max(100);

/** What a user writes about the quality of a source. */
export const qualityRules = z.strictObject({
  freshHours: z
    .number()
    .min(1)
    .max(inputLimits.maxFreshHours)
    .nullable()
    .optional()
    .describe(
      'Failing if its last successful import is longer ago, in hours. Default: 24, or three times its schedule if that is longer. Null: not judged.',
    ),
  minJobs: z
    .int()
    .min(1)
    .max(inputLimits.maxLeastJobs)
    .nullable()
    .optional()
    .describe(
      'Failing if its feed has fewer jobs, or fewer are open. Default: a warning if it has none and had some before. Null: not judged.',
    ),
  maxFailedPercent: percent
    .nullable()
    .optional()
    .describe(
      'Failing if more of its records fail. Default: a warning above failureThreshold, failing above 20 percent too. Null: not judged.',
    ),
  minFillPercent: z
    .partialRecord(z.enum(JOB_FIELDS), percent.nullable())
    .optional()
    .describe('By field of a job: failing if fewer jobs have it, in percent. Null: the field is not judged.'),
  usualFill: z
    .boolean()
    .optional()
    .describe('Whether it is a warning if a field is filled 20 points less than usual. Default: true.'),
  usualChange: z
    .boolean()
    .optional()
    .describe(
      'Whether it is a warning if the numbers of records, new, updated or closed jobs are beyond the usual. Default: true.',
    ),
}) satisfies z.ZodType<QualityRules>;

export const healthLevel = z.enum(['healthy', 'warning', 'failing']);
export type HealthLevel = z.infer<typeof healthLevel>;

/** Why a source is not healthy. */
const healthCode = z.enum(HEALTH_CODES);

export const healthReason = z.object({
  code: healthCode,
  level: z.enum(['warning', 'failing']),
  /** The field of a job that it is about; null for none. */
  field: z.enum(JOB_FIELDS).nullable(),
  /** With the figures. */
  message: z.string(),
});
export type HealthReason = z.infer<typeof healthReason>;

/** How a source is, by the worst of its reasons; these the worst first. */
export const sourceHealth = z.object({ level: healthLevel, reasons: z.array(healthReason) });
export type SourceHealth = z.infer<typeof sourceHealth>;

/** What the last import that read the feed showed, as stored with the source. */
export interface JudgedImport {
  reasons: HealthReason[];
  /** The run that was judged. */
  runId: string;
  at: Date;
}

/** A run as a point in time of its source. */
export const qualityPoint = z.object({
  runId: z.string(),
  at: timestamp.describe('When it began.'),
  status: runStatus,
  durationMs: count.nullable(),
  notModified: z.boolean().describe('The server responded that the feed has not changed: it was not read.'),
  complete: z.boolean().describe('Whether the feed was read to its end.'),
  isDelta: z.boolean().describe('Whether the feed lists changes only.'),
  openJobs: count
    .nullable()
    .describe('Open jobs at its end, or before it if that is not known; null in runs of earlier versions.'),
  records: count,
  newJobs: count,
  updatedJobs: count,
  closedJobs: count,
  duplicateJobs: count,
  failedJobs: count,
  skippedJobs: count,
  fill: fieldFill.nullable().describe('Null where the feed was not read, and in runs of earlier versions.'),
});
export type QualityPoint = z.infer<typeof qualityPoint>;

/** The response of GET /api/sources/:name/quality. */
export const sourceQuality = z.object({
  health: sourceHealth,
  judgedRunId: z
    .string()
    .nullable()
    .describe(
      'The run whose feed the reasons are about, beside how runs ended and how long ago; null before one.',
    ),
  rules: qualityRules.nullable().describe('The limits that are set; null for none: the defaults apply.'),
  openJobs: count.describe('Its open jobs, counted now.'),
  usualFill: z
    .partialRecord(z.enum(JOB_FIELDS), percent)
    .describe('By field: how many jobs usually have it, in percent. The median of the runs before the last.'),
  points: z.array(qualityPoint),
});
export type SourceQuality = z.infer<typeof sourceQuality>;
