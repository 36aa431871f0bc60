import type { FeedListing } from '@feedflow/shared/model/run';
import type { ImportManifest } from '@feedflow/shared/mongo/import-manifests';
import { inSlices } from '@feedflow/shared/slices';
import type { FeedKeys } from '../identity/feed-keys.ts';
import type { ComparisonStore } from './comparison-store.ts';
import type { FeedFindings } from './feed-findings.ts';
import { ManifestReader } from './manifest-reader.ts';
import { keysMissingSince, openAmong, openJobsMissing, wasMissedSince } from './missing-keys.ts';
import { findNewestWindow, type NewestWindow } from './newest-window.ts';

/** What is known of a feed once it was read to its end. */
export interface FeedEnd {
  records: number;
  /** Whether a job that is not in it may count as gone. */
  showsMissing: boolean;
  /** Whether the feed cannot have changed while it was read. */
  isOneResponse: boolean;
  /** By its own words: whether it has all jobs or only changes, and how many records a list of the newest jobs has. */
  load: 'full' | 'delta' | null;
  window: number | null;
}

/** What was read of the feed. */
export interface FeedRead {
  /** The parts of its manifest; null if they lack segments. */
  parts: string[] | null;
  /** Its jobs, duplicates not counted. */
  feedJobs: number;
  /** See `WindowFacts`. */
  readDates: ReadonlyMap<string, Date>;
}

/** Keys that are stored beside the manifest. */
export interface StoredKeys {
  count: number;
  parts: string[];
}

/** Open jobs that are not in the feed. */
export interface MissingJobs {
  /** Null if none may be closed. */
  vanished: ImportManifest['vanished'];
  /** For the next import; null if this one learned nothing. */
  listing: FeedListing | null;
  /** Jobs that slid out of a list of the newest ones, and stay open; null if the feed is no such list. */
  slidOut: number | null;
  /** Open jobs that are missing, and stay open because the last import still had them; null if none can. */
  missingOnce: number | null;
  /** Records whose job is unknown, if that is why no job may be closed; else 0. */
  unreadable: number;
}

/** Where no jobs are searched for. */
export const noneMissing: Readonly<MissingJobs> = {
  vanished: null,
  listing: null,
  slidOut: null,
  missingOnce: null,
  unreadable: 0,
};

export interface GoneJobsDeps extends ComparisonStore {
  keys: FeedKeys;
  /** The last import; null if there is none. */
  last: ImportManifest | null;
  /** Null if the feed cannot be compared with it. */
  reader: ManifestReader | null;
  found: Pick<FeedFindings, 'deleted' | 'excluded' | 'failed'>;
}

export interface GoneJobsOptions {
  owner: { sourceUrl: string; manifestId: string };
  fingerprint: string;
  /** Whether a full import was requested. */
  full: boolean;
  listing: FeedListing | null;
  /** Open jobs of the source before the run. */
  openBefore: number;
  /** Whether any job can be missing: not if all open ones are of this reading. */
  mayMiss: boolean;
}

/** Finds and stores the keys of the jobs that are gone, by the reason for which they are. */
export interface GoneJobs {
  /** Of the open jobs that the feed deletes, or that an earlier one deletes whose deletions were held back. */
  storeDeleted(): Promise<StoredKeys>;
  /** Of the open jobs whose records are skipped, but for those that the feed deletes. Call it after `storeDeleted`. */
  storeExcluded(): Promise<StoredKeys>;
  /** Of the other open jobs that are not in the feed. Call it after `storeExcluded`. */
  storeMissing(end: FeedEnd, read: FeedRead): Promise<MissingJobs>;
  /** Removes the keys that the feed lists again from those that the last import named as gone. */
  forgetListed(): Promise<void>;
}

const KEYS_PER_PART = 50_000;

export function createGoneJobs(
  { importManifests, jobs, keys, last, reader, found: { deleted, excluded, failed } }: GoneJobsDeps,
  { owner, fingerprint, full, listing, openBefore, mayMiss }: GoneJobsOptions,
): GoneJobs {
  const { sourceUrl } = owner;
  /** The last import, if it had all open jobs: else only MongoDB knows all keys. */
  const complete = reader !== null && (last?.coversOpen ?? last?.postings === last?.openJobs) ? reader : null;

  /** Keys of open jobs that were in the source and are no longer in the feed. */
  async function* missingKeys(): AsyncGenerator<string> {
    // Jobs that were closed because they were due are not missing.
    if (complete) yield* openAmong(jobs, keysMissingSince(complete, keys));
    else for await (const { dedupeKey } of openJobsMissing(jobs, sourceUrl, keys)) yield dedupeKey;
  }

  async function storeKeys(kind: string, found: AsyncIterable<string>): Promise<StoredKeys> {
    const parts: string[] = [];
    let count = 0;
    for await (const some of inSlices(found, KEYS_PER_PART)) {
      const part = `${owner.manifestId}-${kind}-${parts.length}`;
      await importManifests.putKeys(part, owner, bytesOf(some));
      parts.push(part);
      count += some.length;
    }
    return { count, parts };
  }

  /**
   * Keys that the last manifest names as gone, without those that the feed lists again. They are removed from it: if
   * this run does not write all of its feed, the next one reads that manifest again, and a feed of changes does not
   * repeat the jobs.
   *
   * @param forgets removes all
   */
  async function* stillGone(parts: readonly string[] = [], forgets = false): AsyncGenerator<string> {
    for (const part of parts) {
      const gone = forgets ? null : await importManifests.keys(part);
      const left = gone?.filter((key) => !keys.hasKey(key)) ?? [];
      if (last && left.length !== gone?.length)
        await importManifests.putKeys(part, { sourceUrl, manifestId: last.id }, bytesOf(left));
      yield* left;
    }
  }

  /**
   * The feed of the next import may not repeat its deletions. A requested full import forgets those of earlier feeds.
   */
  async function* deletedKeys(): AsyncGenerator<string> {
    for await (const key of stillGone(last?.deleted, full)) deleted.keys.add(key);
    yield* openAmong(jobs, deleted.keys.gone());
  }

  /**
   * Those that were held back too: a feed of changes does not repeat their records. Of records that were skipped
   * before, only jobs that the last reading still had can be open, where it had all open jobs.
   */
  async function* excludedKeys(): AsyncGenerator<string> {
    if (last?.fingerprint === fingerprint)
      for await (const key of stillGone(last.excluded, full)) excluded.addRead([key]);
    async function* gone(): AsyncGenerator<string> {
      yield* excluded.read.gone();
      if (!excluded.hasKnown) return;
      if (!complete) yield* excluded.known.gone();
      else for await (const key of keysMissingSince(complete, keys)) if (excluded.isKnown(key)) yield key;
    }
    for await (const key of openAmong(jobs, gone())) if (!deleted.keys.has(key)) yield key;
  }

  /** Whether a job that is not in the feed is gone for another reason than that. */
  function isNamed(key: string): boolean {
    return deleted.keys.has(key) || excluded.has(key);
  }

  const openLast = async () => reader ?? (last && ManifestReader.open(importManifests, last));

  /**
   * Whether the last import had a job that this one has not. A job may move from a page that is not read yet to one
   * that was read: then it is missing although the feed has it. Without segments of the last import that cannot be
   * known.
   */
  async function inLastReading(): Promise<(key: string) => boolean> {
    // What was written since then may be of jobs that it does not have.
    if (!last?.trusted) return () => true;
    if (last.parts.length === 0 && last.postings > 0) return () => false;
    const reading = await openLast();
    return reading === null ? () => true : wasMissedSince(reading, keys);
  }

  function windowOf(
    { records, window }: FeedEnd,
    { parts, feedJobs, readDates }: FeedRead,
  ): Promise<NewestWindow | null> {
    const recordsBefore = last?.records ?? null;
    // A run that did not write all of its feed may have added jobs since.
    const openThen = Math.min(openBefore, last?.openJobs ?? openBefore);
    const known = listing?.window ?? null;
    const openThis = async () => parts && ManifestReader.open(importManifests, { parts });
    const facts = { records, recordsBefore, feedJobs, openThen, known, stated: window, readDates };
    return findNewestWindow({ jobs, keys, openLast, openThis }, sourceUrl, facts);
  }

  return {
    storeDeleted: () => storeKeys('deleted', deletedKeys()),
    storeExcluded: () => storeKeys('excluded', excludedKeys()),

    async storeMissing(end, read) {
      const window = await windowOf(end, read);
      const waits = end.isOneResponse || window !== null ? null : await inLastReading();
      let slidOut = 0;
      let missingOnce = 0;
      async function* gone(): AsyncGenerator<string> {
        // All open jobs of a large feed take long to look through.
        if (!mayMiss) return;
        if (window === null) {
          for await (const key of missingKeys()) {
            if (isNamed(key)) continue;
            if (waits?.(key)) missingOnce += 1;
            else yield key;
          }
          return;
        }
        for await (const job of openJobsMissing(jobs, sourceUrl, keys)) {
          if (isNamed(job.dedupeKey)) continue;
          if (window.hasLost(job)) slidOut += 1;
          else yield job.dedupeKey;
        }
      }
      const { count, parts } = await storeKeys('vanished', gone());
      const { unreadable } = failed;
      const before = listing?.unreadable ?? 0;
      const isHeld = count > 0 && unreadable > before;
      return {
        vanished: isHeld ? null : { count, openBefore, parts },
        listing: { window: window && end.records, unreadable: isHeld ? before : unreadable },
        slidOut: window && slidOut,
        missingOnce: waits && missingOnce,
        unreadable: isHeld ? unreadable : 0,
      };
    },

    async forgetListed() {
      for (const gone of [last?.deleted, last?.excluded]) for await (const _ of stillGone(gone));
    },
  };
}

function bytesOf(keys: string[]): Buffer {
  return Buffer.from(keys.join(''), 'hex');
}
