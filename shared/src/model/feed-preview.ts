import { z } from 'zod';
import { usedIdentity } from './identity.ts';
import { jobPosting } from './job.ts';
import { mappingEvidence } from './mapping-evidence.ts';
import { previewLimits } from './preview-limits.ts';
import { failureTotals, feedFacts, httpFacts, namedError, runWarning, skippedBy, stageName } from './run.ts';
import { count } from './scalars.ts';

/** The result of reading the beginning of a feed, without access to the database. */
export const feedPreview = z.object({
  http: httpFacts.nullable(),
  /** Null where reading was stopped before the dialect was known. */
  feed: feedFacts.nullable(),
  /** How an import would identify jobs, as far as the beginning of the feed shows. */
  identity: usedIdentity.nullable().default(null),
  /** Whether the feed was read to its end; null where reading was stopped at the limit of records. */
  complete: z.boolean().nullable(),
  /** Where the feed was cut off, what was open and where. */
  cut: namedError.nullable(),
  records: count,
  /** Different jobs. */
  postings: count,
  /** Records whose job is already in the same feed. */
  duplicates: count.default(0),
  /** Records that the filter leaves out, and how many by which condition. */
  skipped: count.default(0),
  skippedBy: z.array(skippedBy).default([]),
  /** The titles of the first of them; long ones are shortened. */
  skippedTitles: z.array(z.string()).max(previewLimits.skippedTitles).default([]),
  /** Jobs whose expiry date is past: a source that closes expired jobs stores them closed. */
  expired: count.default(0),
  /** Elements that are no records, but say which jobs were deleted. */
  deletions: count.default(0),
  /** Documents that were read: pages, or files of an archive; null where reading was stopped. */
  pages: count.nullable().default(null),
  /** The first jobs; long descriptions are shortened. */
  samples: z.array(jobPosting).max(previewLimits.samples),
  /** The first failures. */
  failures: z
    .array(
      z.object({
        position: count,
        stage: stageName,
        reasonCode: z.string(),
        message: z.string(),
        field: z.string().nullable(),
        externalId: z.string().nullable(),
        jobUrl: z.string().nullish(),
      }),
    )
    .max(previewLimits.samples),
  failureTotals,
  /** What is odd about the feed, as far as it was read. */
  warnings: z.array(runWarning).default([]),
  /** Per field of a job, how many jobs have it. */
  fill: z.record(z.string(), count),
  /** Per field of a job, its first value, as shortened text. The paths are in `feed.fields`. */
  values: z.record(z.string(), z.string()).default({}),
  /** What the feed says that a new source may take over. */
  suggestions: z
    .object({
      /** The title of the feed, or its publisher; null if it has none. */
      name: z.string().nullable(),
      /** How often the feed changes by its own words, in minutes; null if it does not say so. */
      intervalMinutes: z.number().int().min(1).nullable(),
    })
    .default({ name: null, intervalMinutes: null }),
  /** Null where it was not requested, and from workers of an earlier version. */
  evidence: mappingEvidence.nullable().default(null),
  durationMs: z.number().min(0),
});
export type FeedPreviewResponse = z.infer<typeof feedPreview>;
