import type { Jobs, OpenJob } from '@feedflow/shared/mongo/jobs/jobs';
import { type FeedKeys, isFirst } from '../identity/feed-keys.ts';
import type { ManifestReader } from './manifest-reader.ts';
import { openJobsMissing } from './missing-keys.ts';

/** Lists of the newest jobs are short. */
export const MAX_WINDOW = 10_000;
/** In a shorter list, a job that was replaced is likely to be its last one by chance. */
const MIN_LISTED = 4;
/** Of fewer different dates it cannot be said that jobs came and left in their order. */
const MIN_DATES = 3;

export interface WindowFacts {
  /** Records of the feed now, and in its last reading; null if that is unknown. */
  records: number;
  recordsBefore: number | null;
  /** Jobs of the feed, and open jobs of the source after its last reading. */
  feedJobs: number;
  openThen: number;
  /** The size of the window in earlier runs, and by the words of the feed; null if there was none. */
  known: number | null;
  stated: number | null;
  /** Of jobs that were read and have one, by key. Those of other jobs are stored. */
  readDates: ReadonlyMap<string, Date>;
}

/** A feed that lists only its newest jobs. */
export interface NewestWindow {
  /** Whether a job that is missing slid out of the list at its old end, rather than being gone. */
  hasLost(job: OpenJob): boolean;
}

/**
 * Decides whether a feed lists only its newest jobs. It does if it says so or did so before, and has exactly as many
 * records as such a list. It also does if it has as many records as the last time, no fewer jobs than were open, and
 * the list has moved: the missing jobs left at its old end, the new ones came at its new end, and nothing else changed.
 * Its ends are those of the list, or, in a list of any order, those of its dates.
 *
 * @returns null for a feed of all jobs
 */
export async function findNewestWindow(
  deps: {
    jobs: Pick<Jobs, 'openJobs'>;
    keys: FeedKeys;
    /** Opens the last reading, and this one; null without one. */
    openLast: () => Promise<ManifestReader | null>;
    openThis: () => Promise<ManifestReader | null>;
  },
  sourceUrl: string,
  facts: WindowFacts,
): Promise<NewestWindow | null> {
  const { records } = facts;
  const isKnown = records === facts.known || records === facts.stated;
  const isSteady =
    records === facts.recordsBefore && facts.feedJobs >= facts.openThen && facts.feedJobs >= MIN_LISTED;
  if (records === 0 || records > MAX_WINDOW || !(isKnown || isSteady)) return null;
  const { jobs, keys } = deps;
  const missing: OpenJob[] = [];
  if (!isKnown) {
    // Most imports miss no job, and need not look at the last reading.
    for await (const job of openJobsMissing(jobs, sourceUrl, keys)) missing.push(job);
    if (missing.length === 0) return null;
  }
  const reader = await deps.openLast();
  const last = reader && (await ListReading.of(reader, keys));
  const dates = await datesListed(jobs, sourceUrl, keys, facts.readDates);
  const oldest = [...dates.values()].reduce<Date | null>(earlier, null);

  function hasLost({ dedupeKey, publishedAt }: OpenJob): boolean {
    const difference = publishedAt && oldest && publishedAt.getTime() - oldest.getTime();
    if (difference) return difference < 0;
    // Of the same date, or without one: its place in the list tells.
    if (last?.end.has(dedupeKey)) return true;
    // It slid out in an earlier run.
    return isKnown && !last?.keys.has(dedupeKey);
  }

  if (isKnown) return { hasLost };
  if (!last || !missing.every(hasLost)) return null;
  const now = await deps.openThis();
  if (!now) return null;
  const { keys: listed } = await ListReading.of(now, keys);
  const hasMoved = hasMovedByPlace(last, listed, missing) || hasMovedByDate(last, listed, missing, dates);
  return hasMoved ? { hasLost } : null;
}

/**
 * Whether the new jobs come first, then those of the last reading in the same order, without the missing ones at its
 * end.
 */
function hasMovedByPlace(last: ListReading, listed: ReadonlySet<string>, missing: OpenJob[]): boolean {
  if (!missing.every(({ dedupeKey }) => last.end.has(dedupeKey))) return false;
  const kept = [...last.keys].filter((key) => listed.has(key));
  const behindAdded = [...listed].slice(listed.size - kept.length);
  return kept.length > 0 && kept.length < listed.size && kept.every((key, i) => behindAdded[i] === key);
}

/** Whether no new job is older than those of the last reading, whose dates differ, and all missing ones have dates. */
function hasMovedByDate(
  last: ListReading,
  listed: ReadonlySet<string>,
  missing: OpenJob[],
  dates: ReadonlyMap<string, Date>,
): boolean {
  const times = (keys: string[]) => keys.map((key) => dates.get(key)?.getTime() ?? Number.NaN);
  const kept = times([...listed].filter((key) => last.keys.has(key)));
  const added = times([...listed].filter((key) => !last.keys.has(key)));
  const newest = Math.max(...kept);
  return (
    new Set(kept).size >= MIN_DATES &&
    added.length > 0 &&
    added.every((time) => time >= newest) &&
    missing.every(({ publishedAt }) => publishedAt !== null)
  );
}

function earlier(one: Date | null, other: Date): Date {
  return one === null || other < one ? other : one;
}

/** The dates of the jobs in the feed, of those that have one. */
async function datesListed(
  jobs: Pick<Jobs, 'openJobs'>,
  sourceUrl: string,
  keys: FeedKeys,
  readDates: ReadonlyMap<string, Date>,
): Promise<Map<string, Date>> {
  const dates = new Map(readDates);
  for await (const { dedupeKey, publishedAt } of jobs.openJobs(sourceUrl)) {
    if (publishedAt !== null && keys.hasKey(dedupeKey) && !dates.has(dedupeKey))
      dates.set(dedupeKey, publishedAt);
  }
  return dates;
}

/** The jobs of one reading of a short feed. */
class ListReading {
  readonly keys = new Set<string>();
  /** Those at its end that are all missing now. */
  readonly end = new Set<string>();

  static async of(manifest: ManifestReader, listed: FeedKeys): Promise<ListReading> {
    const reading = new ListReading();
    for await (const past of manifest.all()) {
      for (let i = 0; i < past.count && reading.keys.size < MAX_WINDOW; i++) {
        const key = past.key(i);
        // Also if it is repeated there: then it was the last one.
        if (listed.hasKey(key)) reading.end.clear();
        else reading.end.add(key);
        if (isFirst(past.kind(i))) reading.keys.add(key);
      }
    }
    return reading;
  }
}
