import { MINUTE_MS } from '@feedflow/shared/durations';
import type { FeedObservations, JobRules } from '@feedflow/shared/model/identity';
import type { JobFields } from '@feedflow/shared/model/job';
import { JOB_FIELDS, type JobField } from '@feedflow/shared/model/job-fields';
import { createContentHash, type HashBasis, markOfField } from './content-hash.ts';
import type { KeyedJob } from './feed-sample.ts';
import { differingParts } from './link-parts.ts';

/** A job of the feed, and what is stored of it. */
export interface JobPair {
  read: JobFields;
  stored: JobFields;
}

/** Fewer jobs are no evidence. */
export const MIN_PAIRS = 3;
/** A field changes at every fetch if it differs in at least this share of the jobs. */
const NEARLY_ALL = 0.9;
/** Imports in a row in which a field differs, without another sign. */
const IMPORTS_UNTIL_VOLATILE = 2;
/** Imports in which the feed changed and the field did not: then its changes count again. */
const IMPORTS_UNTIL_CALM = 3;
const SAME_TIME_MS = 10 * MINUTE_MS;
/** Jobs whose values are remembered. */
const MAX_VALUES = 50;

export function isNearlyAll(count: number, of: number): boolean {
  return of >= MIN_PAIRS && count >= of * NEARLY_ALL;
}

/** In how many of some jobs each field differs from what is stored. */
export function countDifferences(
  pairs: JobPair[],
  { ignoredLinkParts }: Pick<JobRules, 'ignoredLinkParts'>,
): Map<JobField, number> {
  const counts = new Map<JobField, number>();
  for (const { read, stored } of pairs)
    for (const field of JOB_FIELDS)
      if (markOfField(read, field, ignoredLinkParts) !== markOfField(stored, field, ignoredLinkParts))
        counts.set(field, (counts.get(field) ?? 0) + 1);
  return counts;
}

/**
 * Whether the feed itself shows that a field changes at every fetch: all dates of publication are of the same time, now
 * and at the last import; links differ in parameters only; ids that do not identify differ.
 */
function isVolatileAtOnce(field: JobField, pairs: JobPair[], { rule }: Pick<JobRules, 'rule'>): boolean {
  switch (field) {
    // Not those of expiry, which all jobs may share until it is extended once.
    case 'publishedAt':
      return (
        ofSameTime(pairs.map(({ read }) => read[field])) &&
        ofSameTime(pairs.map(({ stored }) => stored[field]))
      );
    case 'jobUrl':
    case 'applyUrl': {
      const inParts = pairs.filter(({ read, stored }) => {
        const [now, before] = [read[field], stored[field]];
        return now !== null && before !== null && differingParts(now, before) !== null;
      });
      return isNearlyAll(inParts.length, pairs.length);
    }
    case 'externalId':
      return rule === 'link' || rule === 'content';
    default:
      return false;
  }
}

function ofSameTime(dates: (Date | null)[]): boolean {
  const times = dates.flatMap((date) => (date === null ? [] : [date.getTime()]));
  return isNearlyAll(times.length, dates.length) && Math.max(...times) - Math.min(...times) <= SAME_TIME_MS;
}

export interface VolatilityFacts {
  rules: JobRules;
  /** Jobs of the sample that are stored, and those of them whose content differs, if these are nearly all. */
  matched: number;
  differing: JobPair[];
  /** The jobs of the sample. */
  sample: KeyedJob[];
  basis: HashBasis;
  before: FeedObservations | null;
  runId: string;
}

export interface Volatility {
  /** Fields that were found to change at every fetch, or still do. */
  fields: JobField[];
  observations: FeedObservations;
  /** Of the fields, those that changed again or for the first time. */
  changed: JobField[];
}

/** Decides which fields change at every fetch, from this import and those before. */
export function decideVolatile(facts: VolatilityFacts): Volatility {
  const { rules, matched, differing, sample, basis, before, runId } = facts;
  // A fetch that is repeated is no second import, and shows nothing that the first one has written.
  const isRepeated = before?.runId === runId;
  const step = isRepeated ? 0 : 1;
  const past = isRepeated || matched < MIN_PAIRS ? before : null;
  const known = JOB_FIELDS.filter((field) => before?.volatileFields.includes(field));
  const streaks: Record<string, number> = { ...past?.streaks };
  const found: JobField[] = [];
  const differences = [...countDifferences(differing, rules)].filter(
    ([field, count]) =>
      !rules.volatileFields.includes(field) && !known.includes(field) && isNearlyAll(count, matched),
  );
  const seen = valuesOf(
    differences.map(([field]) => field),
    sample,
    rules,
  );
  for (const [field] of differences) {
    const times = before?.streaks[field] ?? 0;
    // As it was in the last import, which did not write it.
    const isOld = before?.values[field] !== undefined && !hasChanged(field, seen, before.values);
    const streak = isRepeated || isOld ? Math.max(times, 1) : times + 1;
    if (streak >= IMPORTS_UNTIL_VOLATILE || isVolatileAtOnce(field, differing, rules)) found.push(field);
    else streaks[field] = streak;
  }
  const fields = [...known, ...found];
  const values = { ...past?.values, ...seen, ...valuesOf(known, sample, rules) };
  const content = fields.length === 0 ? null : contentOf(fields, sample, basis, rules);
  const changed = [...found];
  const calm: Record<string, number> = {};
  const kept = fields.filter((field) => {
    if (found.includes(field)) return true;
    if (hasChanged(field, values, before?.values)) {
      changed.push(field);
      return true;
    }
    const isCalm = isSame(field, values, before?.values) && content !== before?.content;
    const times = (before?.calm[field] ?? 0) + (isCalm ? step : 0);
    if (times > 0) calm[field] = times;
    return times < IMPORTS_UNTIL_CALM;
  });
  return {
    fields: kept,
    changed,
    observations: { runId, volatileFields: kept, streaks, calm, values, content },
  };
}

/** Marks of the values that fields have in the first jobs, by field and job. */
function valuesOf(
  fields: JobField[],
  sample: KeyedJob[],
  { ignoredLinkParts }: Pick<JobRules, 'ignoredLinkParts'>,
): Values {
  const ofField = (field: JobField) =>
    sample
      .slice(0, MAX_VALUES)
      .map(({ key, job }) => [key.slice(0, 16), markOfField(job, field, ignoredLinkParts)]);
  return Object.fromEntries(fields.map((field) => [field, Object.fromEntries(ofField(field))]));
}

/** Marks of all else in the same jobs. */
function contentOf(fields: JobField[], sample: KeyedJob[], basis: HashBasis, rules: JobRules): string {
  const hash = createContentHash(basis, { ...rules, volatileFields: fields });
  return sample
    .slice(0, MAX_VALUES)
    .map(({ job }) => hash(job).slice(0, 8))
    .join('');
}

type Values = FeedObservations['values'];

/** Shares of the jobs of both imports whose field has, and has not, the same value. */
function compareValues(field: JobField, now: Values, before: Values = {}): { same: number; all: number } {
  const [current, past] = [now[field] ?? {}, before[field] ?? {}];
  const common = Object.keys(current).filter((key) => past[key] !== undefined);
  return { same: common.filter((key) => current[key] === past[key]).length, all: common.length };
}

function isSame(field: JobField, now: Values, before: Values | undefined): boolean {
  const { same, all } = compareValues(field, now, before);
  return isNearlyAll(same, all);
}

function hasChanged(field: JobField, now: Values, before: Values | undefined): boolean {
  const { same, all } = compareValues(field, now, before);
  return all > 0 && !isNearlyAll(same, all);
}
