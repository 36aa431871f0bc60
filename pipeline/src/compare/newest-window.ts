import type { Jobs, OpenJob } from '@feedflow/shared/mongo/jobs/jobs';
import { type FeedKeys, isFirst } from '../identity/feed-keys.ts';
import type { ManifestReader } from './manifest-reader.ts';
import { openJobsMissing } from './missing-keys.ts';

/** Lists of the newest jobs are short. */
const MAX_RECORDS = 10_000;

export interface WindowFacts {
  /** Records of the feed now, and in its last reading; null if that is unknown. */
  records: number;
  recordsBefore: number | null;
  /** Jobs of the feed, and open jobs of the source before the run. */
  feedJobs: number;
  openBefore: number;
  /** The size of the window in earlier runs, and by the words of the feed; null if there was none. */
  known: number | null;
  stated: number | null;
  /** The oldest date among the jobs that were read; null without one. */
  oldestRead: Date | null;
}

/** A feed that lists only its newest jobs. */
export interface NewestWindow {
  /** Whether a job that is missing slid out of the list at its old end, rather than being gone. */
  hasLost(job: OpenJob): boolean;
}

/**
 * Decides whether a feed lists only its newest jobs. It does if it says so or did so before, and has exactly as many
 * records as such a list. It also does if it has as many records as the last time, no fewer jobs than were open, and
 * every job that is missing is older than each that is listed: by its date, or, where dates do not tell, because the
 * missing jobs were the last ones of the list. Then at least one job of the last reading must still be listed.
 *
 * @param openLast opens the last reading; null without one
 * @returns null for a feed of all jobs
 */
export async function findNewestWindow(
  deps: {
    jobs: Pick<Jobs, 'openJobs'>;
    keys: FeedKeys;
    openLast: () => Promise<ManifestReader | null>;
  },
  sourceUrl: string,
  facts: WindowFacts,
): Promise<NewestWindow | null> {
  const { records } = facts;
  const isKnown = records === facts.known || records === facts.stated;
  const isSteady = records === facts.recordsBefore && facts.feedJobs >= facts.openBefore;
  if (records === 0 || records > MAX_RECORDS || !(isKnown || isSteady)) return null;
  const { jobs, keys } = deps;
  const missing: OpenJob[] = [];
  if (!isKnown) {
    // Most imports miss no job, and need not look at the last reading.
    for await (const job of openJobsMissing(jobs, sourceUrl, keys)) missing.push(job);
    if (missing.length === 0) return null;
  }
  const reader = await deps.openLast();
  const last = reader && (await LastReading.of(reader, keys));
  const oldest = await oldestListed(jobs, sourceUrl, keys, facts.oldestRead);

  function hasLost({ dedupeKey, publishedAt }: OpenJob): boolean {
    const difference = publishedAt && oldest && publishedAt.getTime() - oldest.getTime();
    if (difference) return difference < 0;
    // Of the same date, or without one: its place in the list tells.
    if (last?.end.has(dedupeKey)) return true;
    // It slid out in an earlier run.
    return isKnown && !last?.keys.has(dedupeKey);
  }

  if (isKnown) return { hasLost };
  if (last && last.end.size === last.keys.size) return null;
  return missing.every(hasLost) ? { hasLost } : null;
}

async function oldestListed(
  jobs: Pick<Jobs, 'openJobs'>,
  sourceUrl: string,
  keys: FeedKeys,
  oldestRead: Date | null,
): Promise<Date | null> {
  let oldest = oldestRead;
  for await (const { dedupeKey, publishedAt } of jobs.openJobs(sourceUrl)) {
    if (publishedAt === null || !keys.hasKey(dedupeKey)) continue;
    if (oldest === null || publishedAt < oldest) oldest = publishedAt;
  }
  return oldest;
}

/** The jobs of the last reading of a short feed. */
class LastReading {
  readonly keys = new Set<string>();
  /** Those at its end that are all missing now. */
  readonly end = new Set<string>();

  static async of(reader: ManifestReader, listed: FeedKeys): Promise<LastReading> {
    const last = new LastReading();
    for await (const past of reader.all()) {
      for (let i = 0; i < past.count && last.keys.size < MAX_RECORDS; i++) {
        if (!isFirst(past.kind(i))) continue;
        const key = past.key(i);
        last.keys.add(key);
        if (listed.hasKey(key)) last.end.clear();
        else last.end.add(key);
      }
    }
    return last;
  }
}
