import type { ErrorCode } from '@feedflow/shared/errors';
import type { JobFields } from '@feedflow/shared/model/job';
import type { ContentHash } from '../identity/content-hash.ts';
import type { FeedKeys } from '../identity/feed-keys.ts';
import { flagJob } from '../job-flags.ts';
import type { JobRecord, RecordFailure } from '../record.ts';
import type { Warnings } from '../warnings.ts';
import type { Draft } from './adapter.ts';
import { type DateOrder, dayInText, parseDate } from './dates.ts';

export interface JobContext {
  order: DateOrder;
  keys: FeedKeys;
  contentHash: ContentHash;
  sourceUrl: string;
  sourceName: string;
  warnings: Warnings;
}

/** Completes a draft with dates, key and hash; a failure names the required field that is missing. */
export function toJob(
  draft: Draft,
  { keys, contentHash, order, sourceUrl, sourceName, warnings }: JobContext,
): Pick<JobRecord, 'job' | 'claim' | 'flags'> | { failure: RecordFailure } {
  const fields = fieldsOf(draft, order);
  if (fields === null) return missing('title-missing', 'title', 'it has no title', draft);
  const claim = keys.claim(fields);
  if (claim === null) {
    return missing('identity-missing', 'externalId', 'it has neither an id nor a link', draft);
  }
  const job = { dedupeKey: claim.key, sourceUrl, sourceName, ...fields, contentHash: contentHash(fields) };
  return { job, claim, flags: flagJob(fields, draft, warnings) };
}

/** The fields of a job; null without a title. */
export function fieldsOf(draft: Draft, order: DateOrder): JobFields | null {
  const { title } = draft;
  if (title === null) return null;
  return {
    externalId: draft.externalId,
    title,
    jobUrl: draft.jobUrl,
    applyUrl: draft.applyUrl,
    company: draft.company,
    location: draft.location,
    region: draft.region,
    country: draft.country,
    remote: draft.remote,
    jobType: draft.jobType,
    categories: draft.categories,
    salary: draft.salary,
    description: draft.description,
    publishedAt: toDate(draft.publishedAt, order),
    expiresAt: lastDay(draft.expiresAt, order),
  };
}

function toDate(value: Draft['publishedAt'], order: DateOrder): Date | null {
  return typeof value === 'string' ? parseDate(value, order) : value;
}

/** The last day is often in a sentence, other than the first one. */
function lastDay(value: Draft['expiresAt'], order: DateOrder): Date | null {
  return toDate(value, order) ?? (typeof value === 'string' ? dayInText(value, order) : null);
}

function missing(
  reasonCode: ErrorCode,
  field: string,
  what: string,
  draft: Draft,
): { failure: RecordFailure } {
  const { externalId, jobUrl } = draft;
  const name = draft.title === null ? '' : ` ("${draft.title.slice(0, 80)}")`;
  const message = `the record${name} cannot be imported: ${what}`;
  return { failure: { stage: 'normalize', reasonCode, message, externalId, jobUrl, field } };
}
