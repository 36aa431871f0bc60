import { closingMark, type DueClosing } from '@feedflow/shared/model/closing';
import type { FieldFill } from '@feedflow/shared/model/field-fill';
import type { JobPosting } from '@feedflow/shared/model/job';
import type { FeedListing, FullReadReason } from '@feedflow/shared/model/run';
import type { ImportManifest, ImportManifests } from '@feedflow/shared/mongo/import-manifests';
import type { Jobs } from '@feedflow/shared/mongo/jobs/jobs';
import { type DeletionSigns, listsChanges } from '../deletions.ts';
import { FillCounts } from '../field-fill.ts';
import { type FeedKeys, isFirst } from '../identity/feed-keys.ts';
import { FlagCounts } from '../job-flags.ts';
import type {
  Deletion,
  FailedRecord,
  Forecast,
  Frame,
  RecordFailure,
  RecordOutcome,
  Segment,
  Skip,
} from '../record.ts';
import { sha1 } from '../sha1.ts';
import { DeletedKeys } from './deleted-keys.ts';
import { ExcludedKeys } from './excluded-keys.ts';
import { reasonForFullRead } from './full-read-reason.ts';
import { ManifestReader, type SegmentPosition } from './manifest-reader.ts';
import { createManifestWriter } from './manifest-writer.ts';
import { keysMissingSince, openJobsMissing, wasMissedSince } from './missing-keys.ts';
import { findNewestWindow, MAX_WINDOW, type NewestWindow } from './newest-window.ts';
import {
  contentMark,
  encodeSegment,
  fillOf,
  type PastFailure,
  type PastJob,
  type PastSegment,
  textMark,
} from './past-segment.ts';

/** What comparing a feed with its last import needs from MongoDB. */
export interface ComparisonStore {
  importManifests: Pick<
    ImportManifests,
    'findLast' | 'distrust' | 'digests' | 'segments' | 'putPart' | 'putKeys' | 'keys' | 'save' | 'drop'
  >;
  jobs: Pick<Jobs, 'countOpen' | 'openAmong' | 'openJobs'>;
}

export interface FeedComparerOptions {
  /** Of the manifest that is written: each reading of the feed has one. */
  id: string;
  sourceUrl: string;
  /** Of how the feed is read, see `BodyReading.fingerprint`. */
  fingerprint: string;
  /** The keys of the feed: known jobs and jobs that are read claim theirs from the same table. */
  keys: FeedKeys;
  full: boolean;
  /** Open jobs of the source before the run; null if no earlier attempt of the run has counted them. */
  openBefore: number | null;
  fullIntervalMs: number;
  /** Whether to find the jobs that are no longer in the feed. */
  findsMissing: boolean;
  /** For what reasons jobs are closed that the feed lists. */
  closing: DueClosing;
  /** What earlier readings of the feed showed; null if nothing is known. */
  listing: FeedListing | null;
  /** When this reading of the feed began. */
  startedAt: Date;
}

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

/** What comparing a feed found, once it was read to its end. */
export interface Comparison {
  /** The manifest, not yet trusted; null if nothing is to be kept. */
  manifestId: string | null;
  /** For the next import; null if this one learned nothing. */
  listing: FeedListing | null;
  isDelta: boolean;
  /** Deletions that name no job whose key is known. */
  unknownDeletions: number;
  deletionSigns: DeletionSigns;
  /** Jobs that slid out of a list of the newest ones, and stay open; null if the feed is no such list. */
  slidOut: number | null;
  /** Open jobs that are missing, and stay open because the last import still had them; null if none can. */
  missingOnce: number | null;
  /** Records whose job is unknown, if that is why no job may be closed; else 0. */
  unreadable: number;
}

/** The outcome of the records of one segment, read or not. */
export interface SegmentResult {
  records: number;
  /** Records that were not parsed, because the last import had the same. */
  known: number;
  /** Jobs that are in MongoDB as they are in the feed. */
  unchanged: number;
  duplicates: number;
  /** Why records were skipped, by number, one each: see `skipLabels`. */
  skipped: number[];
  failures: FailedRecord[];
  /** Jobs to be written, in feed order. */
  jobs: JobPosting[];
}

/** See `importFeed` for the order of calls. */
export interface FeedComparer {
  /** What is odd about the jobs whose records were not parsed. */
  knownFlags: FlagCounts;
  /** Open jobs of the source before the run. */
  openBefore: number;
  /** Whether its jobs are likely to be new: none of the source is open. */
  expectsNew: boolean;
  /** How many jobs of the feed so far have each field, read or not. */
  fill(): FieldFill;
  /** Why the whole feed is read; null if only its changes are. */
  fullReadReason: FullReadReason | null;
  /** Follows the last import; null if there is nothing to compare with. */
  forecast: Forecast | null;
  /** The result of a segment that is unchanged, as is all that its keys depend on; else null. Parses nothing. */
  recognize(segment: Segment): Promise<SegmentResult | null>;
  /** The result of any other segment. Records that are unchanged are not parsed. */
  compare(
    segment: Segment,
    readRecord: (frame: Frame, position: number) => RecordOutcome,
  ): Promise<SegmentResult>;
  /** Ends the trust in the source's manifest: MongoDB is about to differ from it. May be called again. */
  beforeWriting(): Promise<void>;
  /** Finds the jobs that are gone, and stores the manifest of the feed, not yet trusted. */
  finish(end: FeedEnd): Promise<Comparison>;
  /** Instead of `finish` where the end of the feed was not reached. Keeps none of the manifest. */
  abandon(): Promise<void>;
}

/** Raised with every change of the encoding, and of code common to all dialects that changes what is read. */
const FORMAT = 8;
const KEYS_PER_PART = 50_000;
const KEYS_PER_LOOK_UP = 1_000;
const MAX_FAILED_KEYS = 10_000;

function bytesOf(keys: string[]): Buffer {
  return Buffer.from(keys.join(''), 'hex');
}

/**
 * Compares a feed with what the last full import of its source read, and stores a manifest of what this one reads.
 *
 * A segment is known only if its bytes are the same and its jobs claim the same keys in the same way, as first
 * occurrences or duplicates: so that the counters are those of a full import.
 */
export async function createFeedComparer(
  { importManifests, jobs: storedJobs }: ComparisonStore,
  options: FeedComparerOptions,
): Promise<FeedComparer> {
  const { id, sourceUrl, keys, startedAt } = options;
  const [last, openJobs] = await Promise.all([
    importManifests.findLast(sourceUrl),
    storedJobs.countOpen(sourceUrl),
  ]);
  const openBefore = options.openBefore ?? openJobs;
  const closing = closingMark(options.closing);
  const fingerprint = sha1(`${FORMAT}|${options.fingerprint}`);
  const reason = reasonForFullRead({
    ...options,
    last,
    fingerprint,
    closing,
    openJobs,
    now: startedAt,
  });
  const reader = last && reason === null ? await ManifestReader.open(importManifests, last) : null;
  const trusted = reader ? last : null;
  const fullReadReason = reader ? null : (reason ?? 'nothing-to-compare');
  const owner = { sourceUrl, manifestId: id };
  const writer = createManifestWriter(importManifests, owner, reader);
  /** Jobs of the feed, duplicates not counted. */
  let feedJobs = 0;
  /** Of the jobs that were read, as far as a list of the newest ones could need them. */
  const readDates = new Map<string, Date>();
  /** Failed records whose job is unknown. */
  let unreadable = 0;
  /** Keys that the jobs of other failed records may have. */
  const failedKeys: string[] = [];
  const deleted = new DeletedKeys(keys);
  // Without open jobs there is none to be closed.
  const excluded = new ExcludedKeys(keys, { isUsed: openJobs > 0 });
  // If MongoDB has open jobs that no manifest has, only MongoDB knows all keys.
  const coversOpen = trusted !== null && (trusted.coversOpen ?? trusted.postings === trusted.openJobs);
  const knownFlags = new FlagCounts();
  const fill = new FillCounts();
  let hasAllSegments = true;
  let writing = false;

  async function beforeWriting(): Promise<void> {
    if (writing) return;
    writing = true;
    await importManifests.distrust(sourceUrl, id);
  }

  async function accept(
    past: PastSegment,
    at: SegmentPosition,
    firstPosition: number,
  ): Promise<SegmentResult> {
    const unchanged = past.firsts;
    for (let i = 0; i < past.count; i++) knownFlags.add(past.flags(i));
    feedJobs += unchanged;
    const { skips, failures, deletions } = past.others();
    for (const skip of skips) excluded.addKnown(skip.keys);
    fill.addSums(unchanged, (field) => past.fill(field));
    for (const failure of failures) keepListed(failure);
    for (const deletion of deletions) deleted.add(deletion);
    const result: SegmentResult = {
      records: past.records,
      known: past.records,
      unchanged,
      duplicates: past.count - unchanged,
      skipped: skips.map((skip) => skip.reason),
      failures: failures.map(({ offset, ...failure }) => ({ position: firstPosition + offset, failure })),
      jobs: [],
    };
    const { digest, raw } = past;
    reader?.markFound(at);
    await writer.add(digest, raw, at);
    return result;
  }

  /** A record that failed is in the feed nevertheless: its job is not missing. */
  function keepListed(failure: RecordFailure): void {
    const names = keys.keepListed(failure);
    if (names.length === 0) unreadable += 1;
    for (const key of names) if (failedKeys.length <= MAX_FAILED_KEYS) failedKeys.push(key);
  }

  /** Whether records that failed are of open jobs: these are in the feed, and in no manifest. */
  async function failedAreOpen(): Promise<boolean> {
    if (failedKeys.length > MAX_FAILED_KEYS) return true;
    const unread = failedKeys.filter((key) => !keys.isClaimed(key));
    for await (const _ of openAmong(unread)) return true;
    return false;
  }

  /** Keys of open jobs that were in the source and are no longer in the feed. */
  async function* missingKeys(): AsyncGenerator<string> {
    // Jobs that were closed because they were due are not missing.
    if (reader && coversOpen) yield* openAmong(keysMissingSince(reader, keys));
    else for await (const { dedupeKey } of openJobsMissing(storedJobs, sourceUrl, keys)) yield dedupeKey;
  }

  /** Those of some keys whose jobs are open. */
  async function* openAmong(some: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
    let looked: string[] = [];
    for await (const key of some) {
      looked.push(key);
      if (looked.length < KEYS_PER_LOOK_UP) continue;
      yield* await storedJobs.openAmong(looked);
      looked = [];
    }
    if (looked.length > 0) yield* await storedJobs.openAmong(looked);
  }

  async function storeKeys(
    kind: string,
    found: Iterable<string> | AsyncIterable<string>,
  ): Promise<{ count: number; parts: string[] }> {
    const parts: string[] = [];
    let count = 0;
    let pending: string[] = [];
    const put = async () => {
      const part = `${id}-${kind}-${parts.length}`;
      await importManifests.putKeys(part, owner, bytesOf(pending));
      parts.push(part);
      count += pending.length;
      pending = [];
    };
    for await (const key of found) {
      pending.push(key);
      if (pending.length === KEYS_PER_PART) await put();
    }
    if (pending.length > 0) await put();
    return { count, parts };
  }

  /**
   * Keys that the last manifest names as gone, without those that the feed lists again. They are removed from it: if this run
   * does not write all of its feed, the next one reads that manifest again, and a feed of changes does not repeat the jobs.
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
   * Keys of the open jobs that the feed deletes, or that an earlier one deletes whose deletions were held back: the feed
   * of the next import may not repeat them. A full import that was requested forgets those of earlier feeds.
   */
  async function* deletedKeys(): AsyncGenerator<string> {
    for await (const key of stillGone(last?.deleted, options.full)) deleted.keys.add(key);
    yield* openAmong(deleted.keys.gone());
  }

  /**
   * Keys of the open jobs whose records are skipped, but for those that the feed deletes, and of those that were held back: a
   * feed of changes does not repeat their records. Of records that were skipped before, only jobs that the last reading still
   * had can be open, where it had all open jobs.
   */
  async function* excludedKeys(): AsyncGenerator<string> {
    if (last?.fingerprint === fingerprint)
      for await (const key of stillGone(last.excluded, options.full)) excluded.addRead([key]);
    async function* gone(): AsyncGenerator<string> {
      yield* excluded.read.gone();
      if (!excluded.hasKnown) return;
      if (!(reader && coversOpen)) yield* excluded.known.gone();
      else for await (const key of keysMissingSince(reader, keys)) if (excluded.isKnown(key)) yield key;
    }
    for await (const key of openAmong(gone())) if (!deleted.keys.has(key)) yield key;
  }

  /** Whether a job that is not in the feed is gone for another reason than that. */
  function isNamed(key: string): boolean {
    return deleted.keys.has(key) || excluded.has(key);
  }

  const openLast = async () => reader ?? (last && ManifestReader.open(importManifests, last));

  /**
   * Whether the last import had a job that this one has not. A job may move from a page that is not read yet to one that
   * was read: then it is missing although the feed has it. Without segments of the last import that cannot be known.
   */
  async function inLastReading(): Promise<(key: string) => boolean> {
    // What was written since then may be of jobs that it does not have.
    if (!last?.trusted) return () => true;
    if (last.parts.length === 0 && last.postings > 0) return () => false;
    const reading = await openLast();
    return reading === null ? () => true : wasMissedSince(reading, keys);
  }

  function windowOf({ records, window }: FeedEnd, parts: string[]): Promise<NewestWindow | null> {
    const recordsBefore = last?.records ?? null;
    // A run that did not write all of its feed may have added jobs since.
    const openThen = Math.min(openBefore, last?.openJobs ?? openBefore);
    const known = options.listing?.window ?? null;
    const openThis = async () => (hasAllSegments ? ManifestReader.open(importManifests, { parts }) : null);
    const deps = { jobs: storedJobs, keys, openLast, openThis };
    const facts = { records, recordsBefore, feedJobs, openThen, known, stated: window, readDates };
    return findNewestWindow(deps, sourceUrl, facts);
  }

  /** The keys of the jobs that are missing, but for those that the feed deletes or whose records are skipped. */
  async function storeMissing(
    end: FeedEnd,
    parts: string[],
  ): Promise<
    { vanished: ImportManifest['vanished'] } & Pick<
      Comparison,
      'listing' | 'slidOut' | 'missingOnce' | 'unreadable'
    >
  > {
    const window = await windowOf(end, parts);
    const waits = end.isOneResponse || window !== null ? null : await inLastReading();
    let slidOut = 0;
    let missingOnce = 0;
    async function* gone(): AsyncGenerator<string> {
      // All open jobs are of this reading, and those of a large feed take long to look through.
      if (openJobs === 0 && options.openBefore === null) return;
      if (window === null) {
        for await (const key of missingKeys()) {
          if (isNamed(key)) continue;
          if (waits?.(key)) missingOnce += 1;
          else yield key;
        }
        return;
      }
      for await (const job of openJobsMissing(storedJobs, sourceUrl, keys)) {
        if (isNamed(job.dedupeKey)) continue;
        if (window.hasLost(job)) slidOut += 1;
        else yield job.dedupeKey;
      }
    }
    const vanished = await storeKeys('vanished', gone());
    const before = options.listing?.unreadable ?? 0;
    const isHeld = vanished.count > 0 && unreadable > before;
    return {
      vanished: isHeld ? null : { count: vanished.count, openBefore, parts: vanished.parts },
      listing: { window: window && end.records, unreadable: isHeld ? before : unreadable },
      slidOut: window && slidOut,
      missingOnce: waits && missingOnce,
      unreadable: isHeld ? unreadable : 0,
    };
  }

  return {
    knownFlags,
    openBefore,
    expectsNew: openJobs === 0,
    fill: () => fill.result(),
    fullReadReason,
    beforeWriting,
    forecast: reader && {
      next: async () => {
        const past = await reader.next();
        return past && past.size > 0 ? { digest: past.digest, size: past.size, records: past.records } : null;
      },
      accept: async () => {
        const past = await reader.next();
        return past !== null && keys.reclaim(past);
      },
    },
    async recognize({ digest, firstPosition, isKnown }) {
      if (reader === null || digest === null) return null;
      const found = await reader.find(digest);
      if (found === null || !(isKnown || keys.reclaim(found.past))) return null;
      return accept(found.past, found.at, firstPosition);
    },
    async compare({ frames, firstPosition, digest, size }, readRecord) {
      await reader?.lookAhead();
      const jobs: PastJob[] = [];
      const skips: Skip[] = [];
      const failures: PastFailure[] = [];
      const deletions: Deletion[] = [];
      const result: SegmentResult = {
        records: frames.length,
        known: 0,
        unchanged: 0,
        duplicates: 0,
        skipped: [],
        failures: [],
        jobs: [],
      };
      for (let offset = 0; offset < frames.length; offset++) {
        const frame = frames[offset] as Frame;
        const text = frame.bytes === null ? '' : textMark(frame.bytes);
        const past = reader?.nearby.withText(text);
        if (past && keys.reclaimOne(past)) {
          jobs.push(past);
          result.known += 1;
          knownFlags.add(past.flags);
          if (isFirst(past.kind)) result.unchanged += 1;
          else result.duplicates += 1;
          continue;
        }
        const outcome = readRecord(frame, firstPosition + offset);
        if (outcome.failure) {
          keepListed(outcome.failure);
          failures.push({ ...outcome.failure, offset });
          result.failures.push(outcome);
          continue;
        }
        if (outcome.deletion) {
          deleted.add(outcome.deletion);
          deletions.push(outcome.deletion);
          result.records -= 1;
          continue;
        }
        if (outcome.skipped) {
          excluded.addRead(outcome.skipped.keys);
          skips.push(outcome.skipped);
          result.skipped.push(outcome.skipped.reason);
          continue;
        }
        const { job, claim, flags, filled } = outcome;
        const { publishedAt } = job;
        const content = contentMark(job);
        jobs.push({ ...claim, content, text, flags, filled });
        if (!isFirst(claim.kind)) {
          result.duplicates += 1;
          continue;
        }
        // Not of duplicates: those that are known are not read.
        if (publishedAt && readDates.size < MAX_WINDOW) readDates.set(claim.key, publishedAt);
        if (reader?.nearby.withKey(claim.key)?.content === content) result.unchanged += 1;
        else result.jobs.push(job);
      }
      feedJobs += result.unchanged + result.jobs.length;
      const segmentFill = fillOf(jobs);
      fill.addAll(segmentFill);
      if (digest === null) {
        hasAllSegments = false;
        return result;
      }
      const encodable = { digest, size, jobs, fill: segmentFill, skips, failures, deletions };
      await writer.add(digest, encodeSegment(encodable), null);
      return result;
    },
    async finish(end) {
      const parts = await writer.finish();
      const isDelta = listsChanges(end.load, deleted.signs.showsDelta);
      const { unknown: unknownDeletions } = deleted;
      const nothing = { listing: null, slidOut: null, missingOnce: null, unreadable: 0, vanished: null };
      const gone = await storeKeys('deleted', deletedKeys());
      const left = await storeKeys('excluded', excludedKeys());
      const isNoneGone = gone.count + left.count === 0;
      const found = { isDelta, unknownDeletions, deletionSigns: deleted.signs };
      // The manifest of the last feed with all jobs is still right.
      if (isDelta && !writing && isNoneGone) {
        await importManifests.drop(owner);
        return { manifestId: null, ...found, ...nothing };
      }
      if (!isNoneGone) await beforeWriting();
      const findsMissing = options.findsMissing && end.showsMissing && !isDelta;
      const { vanished, ...missing } = findsMissing ? await storeMissing(end, parts) : nothing;
      await importManifests.save({
        id,
        sourceUrl,
        trusted: false,
        fingerprint,
        closing,
        // Without all segments nothing can be compared with it, but it still says which jobs are missing.
        parts: hasAllSegments && !isDelta ? parts : [],
        postings: feedJobs,
        records: end.records,
        isDelta,
        openJobs: null,
        fullReadAt: trusted?.fullReadAt ?? startedAt,
        vanished,
        deleted: gone.parts,
        deletedCount: gone.count,
        excluded: left.parts,
        excludedCount: left.count,
        openBefore,
        // Once those that it names as gone are closed. Those that slid out of a list of the newest, or wait for the next
        // import, stay open.
        coversOpen: vanished !== null && !missing.slidOut && !missing.missingOnce && !(await failedAreOpen()),
      });
      return { manifestId: id, ...found, ...missing };
    },
    async abandon() {
      await importManifests.drop(owner);
      for (const gone of [last?.deleted, last?.excluded]) for await (const _ of stillGone(gone));
    },
  };
}
