import { dialects } from './dialects/dialects.ts';
import { type FeedSpec, planFeed } from './plan/feed-plan.ts';
import type { Defect } from './plan/record-plan.ts';

/** The expected result of importing a feed. */
export interface FeedExpectation {
  /** Record elements in the feed: distinct + duplicates + invalid. */
  records: number;
  /** Records that cannot be imported. */
  invalid: number;
  invalidByDefect: Record<Defect, number>;
  /** Valid records whose id occurred before. */
  duplicates: number;
  /** Valid records with an id of their own: what is imported. */
  distinct: number;
  /** The ids of the distinct records, decoded and trimmed, in feed order; computed on access. */
  readonly externalIds: string[];
}

/** What an import should count when a feed has replaced another one of the same source. */
export interface ChangeExpectation {
  new: number;
  changed: number;
  unchanged: number;
  /** Records of the feed before that are not in the feed after. */
  missing: number;
}

/**
 * Counts what an importer should find in a feed. It reads the plan that the feed is written from and never
 * the feed itself, so it shares no mistake with any parser. It
 * ignores faults of sending (cut, status, …) and counts the whole feed.
 *
 * @throws FeedflowError 'request-invalid' when a parameter is wrong
 * @throws RangeError when `spec` names a source that does not exist
 */
export function expectFeed(spec: FeedSpec): FeedExpectation {
  const plan = planFeed(spec);
  const { externalId } = dialects[plan.dialect];
  const invalidByDefect: Record<Defect, number> = {
    'title-missing': 0,
    'identity-missing': 0,
    'record-malformed': 0,
  };
  let records = 0;
  let duplicates = 0;
  let distinct = 0;
  for (const { kind } of plan.records()) {
    records += 1;
    if (kind === 'valid') distinct += 1;
    else if (kind === 'duplicate') duplicates += 1;
    else invalidByDefect[kind] += 1;
  }
  return {
    records,
    invalid: records - duplicates - distinct,
    invalidByDefect,
    duplicates,
    distinct,
    get externalIds() {
      return Array.from(validRecords(spec), (record) => externalId(record.serial));
    },
  };
}

/**
 * Counts what an import of `after` should find when `before` was imported from the same source.
 *
 * @throws as `expectFeed` does
 */
export function expectChange(before: FeedSpec, after: FeedSpec): ChangeExpectation {
  const known = contentById(before);
  const change: ChangeExpectation = { new: 0, changed: 0, unchanged: 0, missing: 0 };
  for (const [id, content] of contentById(after)) {
    const old = known.get(id);
    if (old === undefined) change.new += 1;
    else if (old === content) change.unchanged += 1;
    else change.changed += 1;
  }
  change.missing = known.size - change.changed - change.unchanged;
  return change;
}

/** Maps the external id to a text that identifies the content. */
function contentById(spec: FeedSpec): Map<string, string> {
  const { dialect, seed } = planFeed(spec);
  const content = new Map<string, string>();
  for (const { serial, version, publishedAtMs } of validRecords(spec)) {
    content.set(dialects[dialect].externalId(serial), `${dialect} ${seed} ${version} ${publishedAtMs}`);
  }
  return content;
}

function* validRecords(spec: FeedSpec) {
  for (const record of planFeed(spec).records()) if (record.kind === 'valid') yield record;
}
