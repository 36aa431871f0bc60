import { z } from 'zod';
import { count, timestamp } from './scalars.ts';

/**
 * What makes a job the same job:
 * `id`, its id, or its link if it has none; `link`, its link, or its id if it has none; `both`; or `content`: title,
 * location and company, for feeds whose ids and links are others at every fetch.
 */
export const identityRule = z.enum(['id', 'link', 'both', 'content']);
export type IdentityRule = z.infer<typeof identityRule>;

/** Why a source has its rule. */
export const identityReason = z.object({
  code: z.enum([
    /** There is no evidence against it. */
    'sound',
    'mapping',
    /** The ids of a feed that was read for the first time are the numbers of its records. */
    'row-numbers',
    'ids-change',
    'ids-reused',
    'links-change',
    /** The stored jobs have keys by this rule. */
    'stored-keys',
  ]),
  /** The evidence with its figures. It does not repeat the rule, beside which it is shown. */
  message: z.string(),
});
export type IdentityReason = z.infer<typeof identityReason>;

/** How the jobs of a source are identified, as shown. */
export const identityView = z.object({
  rule: identityRule,
  reason: identityReason,
  decidedAt: timestamp,
  /** The run that decided it. */
  runId: z.string(),
  /** Query parameters by name, path parameters as ';name', and '#', that change at every fetch and do not count. */
  ignoredLinkParts: z.array(z.string()),
  /** Ids and links that several jobs have; these jobs are distinguished by their content. */
  sharedKeys: count,
});

/** How a preview or a run identifies jobs. */
export const usedIdentity = identityView.pick({ rule: true, reason: true });
export type UsedIdentity = z.infer<typeof usedIdentity>;

/** How the jobs of a source are identified, as stored. */
export interface SourceIdentity extends Omit<z.infer<typeof identityView>, 'sharedKeys'> {
  /** `link:` or `content:`, by which the jobs are distinguished, and 16 hex digits of the key that they share. */
  sharedKeys: string[];
  /** When keys of stored jobs were last changed, and by which run. */
  rekeyedAt: Date | null;
  rekeyedBy: string | null;
}

/** Everything that the keys and content hashes of a source's jobs depend on. */
export interface JobRules {
  rule: IdentityRule;
  ignoredLinkParts: string[];
  sharedKeys: string[];
  /** Fields that are no part of a contentHash. */
  volatileFields: string[];
}

/** What imports have seen of a feed and have not acted upon yet. */
export interface FeedObservations {
  /** The run that noted them. */
  runId: string;
  /** Fields that were found to change at every fetch; a mapping may name others. */
  volatileFields: string[];
  /** Per field, in how many imports in a row it differed in nearly all jobs. */
  streaks: Record<string, number>;
  /** Per volatile field, in how many imports it stayed as it was although the feed had changed otherwise. */
  calm: Record<string, number>;
  /** Marks of the values of these fields in the first jobs of the feed, by field and key. */
  values: Record<string, Record<string, string>>;
  /** Mark of all other content of these jobs. */
  content: string | null;
}
