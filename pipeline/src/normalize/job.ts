import type { ErrorCode } from '@feedflow/shared/errors';
import type { JobFields, JobPosting } from '@feedflow/shared/model/job';
import type { ContentHash } from '../identity/content-hash.ts';
import type { FeedKeys } from '../identity/feed-keys.ts';
import { filledFields } from '../record/field-fill.ts';
import { flagJob } from '../record/job-flags.ts';
import type { FailedRecord, JobRecord, SkippedRecord } from '../record/record.ts';
import type { SkipReason } from '../record/record-filter.ts';
import type { Warnings } from '../record/warnings.ts';
import type { Draft } from './adapter.ts';
import { type DateOrder, dayInText, parseDate } from './values/dates.ts';

export interface JobContext {
  order: DateOrder;
  keys: FeedKeys;
  contentHash: ContentHash;
  /** Null where all records are imported. */
  skipReason: SkipReason | null;
  sourceUrl: string;
  sourceName: string;
  warnings: Warnings;
}

/**
 * Completes a draft with dates, key and hash; a failure names the required field that is missing. A record that is
 * skipped claims no key: the feed is imported as if it did not have the record.
 */
export function toJob(
  position: number,
  draft: Draft,
  { keys, contentHash, skipReason, order, sourceUrl, sourceName, warnings }: JobContext,
): JobRecord | FailedRecord | SkippedRecord {
  const fields = fieldsOf(draft, order);
  if (fields === null) return missing(position, 'title-missing', 'title', 'it has no title', draft);
  const reason = skipReason === null ? null : skipReason(fields);
  const possible = reason === null ? null : keys.possibleKeys(fields);
  if (reason !== null && possible !== null)
    return { position, skipped: { reason, keys: possible }, title: fields.title };
  const claim = keys.claim(fields);
  if (claim === null) {
    return missing(position, 'identity-missing', 'externalId', 'it has neither an id nor a link', draft);
  }
  // Spelled out: a spread takes several times as long.
  const job: JobPosting = {
    dedupeKey: claim.key,
    sourceUrl,
    sourceName,
    externalId: fields.externalId,
    title: fields.title,
    jobUrl: fields.jobUrl,
    applyUrl: fields.applyUrl,
    company: fields.company,
    location: fields.location,
    region: fields.region,
    country: fields.country,
    remote: fields.remote,
    jobType: fields.jobType,
    categories: fields.categories,
    salary: fields.salary,
    description: fields.description,
    publishedAt: fields.publishedAt,
    expiresAt: fields.expiresAt,
    contentHash: contentHash(fields),
  };
  return { position, job, claim, flags: flagJob(fields, draft, warnings), filled: filledFields(fields) };
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
  position: number,
  reasonCode: ErrorCode,
  field: string,
  what: string,
  draft: Draft,
): FailedRecord {
  const { externalId, jobUrl } = draft;
  const name = draft.title === null ? '' : ` ("${draft.title.slice(0, 80)}")`;
  const message = `the record${name} cannot be imported: ${what}`;
  return { position, failure: { stage: 'normalize', reasonCode, message, externalId, jobUrl, field } };
}
