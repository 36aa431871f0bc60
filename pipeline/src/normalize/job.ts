import type { ErrorCode } from '@feedflow/shared/errors';
import type { JobPosting } from '@feedflow/shared/model/job';
import type { Claim, FeedKeys } from '../identity/feed-keys.ts';
import type { RecordFailure } from '../record.ts';
import { sha1 } from '../sha1.ts';
import type { Adapter, Draft } from './adapter.ts';
import { type DateOrder, parseDate } from './dates.ts';

type Unhashed = 'dedupeKey' | 'sourceUrl' | 'sourceName' | 'contentHash';

export interface JobContext {
  adapter: Adapter;
  order: DateOrder;
  keys: FeedKeys;
  sourceUrl: string;
  sourceName: string;
}

/** Completes a draft with dates, key and hash; a failure names the required field that is missing. */
export function toJob(
  draft: Draft,
  context: JobContext,
): { job: JobPosting; claim: Claim } | { failure: RecordFailure } {
  const { title } = draft;
  if (title === null) return missing('title-missing', 'title', 'it has no title', draft);
  const claim = context.keys.claim(draft.externalId, draft.jobUrl);
  if (claim === null) {
    return missing('identity-missing', 'externalId', 'it has neither an id nor a link', draft);
  }
  const fields = {
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
    publishedAt: toDate(draft.publishedAt, context.order),
    expiresAt: toDate(draft.expiresAt, context.order),
  };
  const { adapter, sourceUrl, sourceName } = context;
  const contentHash = hashOf(fields, adapter);
  return { job: { dedupeKey: claim.key, sourceUrl, sourceName, ...fields, contentHash }, claim };
}

function toDate(value: Draft['publishedAt'], order: DateOrder): Date | null {
  return typeof value === 'string' ? parseDate(value, order) : value;
}

/**
 * sha1 over all fields, and over the adapter's version: a job that is read differently counts as changed. The separators
 * are control characters, which cleaned fields do not have.
 */
function hashOf(fields: Omit<JobPosting, Unhashed>, { name, version }: Adapter): string {
  const { categories, salary, publishedAt, expiresAt, remote, ...texts } = fields;
  const parts = [
    name,
    version,
    ...Object.values(texts),
    remote,
    categories.join('\u0001'),
    publishedAt?.getTime(),
    expiresAt?.getTime(),
    ...(salary ? Object.values(salary) : []),
  ];
  return sha1(parts.map((part) => part ?? '\u0002').join('\u0000'));
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
