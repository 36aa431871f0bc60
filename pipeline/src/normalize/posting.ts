import type { ErrorCode } from '@feedflow/shared/errors';
import type { JobPosting } from '@feedflow/shared/job-posting';
import type { RecordFailure } from '../record.ts';
import type { Adapter, Draft } from './adapter.ts';
import { type DateOrder, parseDate } from './dates.ts';
import { type IdentityLedger, sha1 } from './identity.ts';

export interface PostingContext {
  adapter: Adapter;
  order: DateOrder;
  ledger: IdentityLedger;
  sourceUrl: string;
  sourceName: string;
}

/** Completes a draft: dates, key, hash; or says which of the fields a posting needs is missing. */
export function toPosting(
  draft: Draft,
  context: PostingContext,
): { job: JobPosting } | { failure: RecordFailure } {
  const { title } = draft;
  if (title === null) return missing('title-missing', 'title', 'it has no title', draft);
  const dedupeKey = context.ledger.keyOf(draft.externalId, draft.jobUrl);
  if (dedupeKey === null) {
    return missing('identity-missing', 'externalId', 'it has neither an id nor a link to tell it by', draft);
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
    publishedAt: parseDate(draft.publishedAt, context.order),
    expiresAt: parseDate(draft.expiresAt, context.order),
  };
  const { adapter, sourceUrl, sourceName } = context;
  // The version of the adapter is in the hash: a posting read differently counts as changed.
  const contentHash = sha1(JSON.stringify([adapter.name, adapter.version, fields]));
  return { job: { dedupeKey, sourceUrl, sourceName, ...fields, contentHash } };
}

function missing(
  reasonCode: ErrorCode,
  field: string,
  what: string,
  draft: Draft,
): { failure: RecordFailure } {
  const name = draft.title === null ? '' : ` ("${draft.title.slice(0, 80)}")`;
  const message = `the record${name} cannot be imported: ${what}`;
  return { failure: { stage: 'normalize', reasonCode, message, externalId: draft.externalId, field } };
}
