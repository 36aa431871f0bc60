import { closingMark, type DueClosing } from '@feedflow/shared/model/closing';
import type { FieldFill } from '@feedflow/shared/model/field-fill';
import type { JobPosting } from '@feedflow/shared/model/job';
import type { FeedListing, FullReadReason } from '@feedflow/shared/model/run';
import { type FeedKeys, isFirst } from '../identity/feed-keys.ts';
import { type DeletionSigns, listsChanges } from '../record/deletions.ts';
import { FillCounts } from '../record/field-fill.ts';
import { FlagCounts } from '../record/job-flags.ts';
import type {
  Deletion,
  FailedRecord,
  Forecast,
  Frame,
  RecordOutcome,
  Segment,
  Skip,
} from '../record/record.ts';
import { sha1 } from '../sha1.ts';
import type { ComparisonStore } from './comparison-store.ts';
import { DeletedKeys } from './deleted-keys.ts';
import { ExcludedKeys } from './excluded-keys.ts';
import { FailedRecords } from './failed-records.ts';
import { reasonForFullRead } from './full-read-reason.ts';
import { createGoneJobs, type FeedEnd, type MissingJobs, noneMissing } from './gone-jobs.ts';
import { ManifestReader, type SegmentPosition } from './manifest-reader.ts';
import { createManifestWriter } from './manifest-writer.ts';
import { MAX_WINDOW } from './newest-window.ts';
import {
  contentMark,
  encodeSegment,
  fillOf,
  type PastFailure,
  type PastJob,
  type PastSegment,
  textMark,
} from './past-segment.ts';

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

/** What comparing a feed found, once it was read to its end. */
export interface Comparison extends MissingJobs {
  /** The manifest, not yet trusted; null if nothing is to be kept. */
  manifestId: string | null;
  isDelta: boolean;
  /** Deletions that name no job whose key is known. */
  unknownDeletions: number;
  deletionSigns: DeletionSigns;
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
  const failed = new FailedRecords(keys);
  const deleted = new DeletedKeys(keys);
  // Without open jobs there is none to be closed.
  const excluded = new ExcludedKeys(keys, { isUsed: openJobs > 0 });
  const goneJobs = createGoneJobs(
    { importManifests, jobs: storedJobs, keys, last, reader, deleted, excluded, failed },
    {
      owner,
      fingerprint,
      full: options.full,
      listing: options.listing,
      openBefore,
      mayMiss: openJobs > 0 || options.openBefore !== null,
    },
  );
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
    for (const failure of failures) failed.add(failure);
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
        const text = frame.bytes === null ? '' : textMark(frame.bytes, frame.inherited);
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
          failed.add(outcome.failure);
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
      const gone = await goneJobs.storeDeleted();
      const left = await goneJobs.storeExcluded();
      const isNoneGone = gone.count + left.count === 0;
      const found = { isDelta, unknownDeletions: deleted.unknown, deletionSigns: deleted.signs };
      // The manifest of the last feed with all jobs is still right.
      if (isDelta && !writing && isNoneGone) {
        await importManifests.drop(owner);
        return { manifestId: null, ...found, ...noneMissing };
      }
      if (!isNoneGone) await beforeWriting();
      const findsMissing = options.findsMissing && end.showsMissing && !isDelta;
      const read = { parts: hasAllSegments ? parts : null, feedJobs, readDates };
      const missing = findsMissing ? await goneJobs.storeMissing(end, read) : noneMissing;
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
        vanished: missing.vanished,
        deleted: gone.parts,
        deletedCount: gone.count,
        excluded: left.parts,
        excludedCount: left.count,
        openBefore,
        // Once those that it names as gone are closed. Those that slid out of a list of the newest, or wait for the
        // next import, stay open.
        coversOpen:
          missing.vanished !== null &&
          !missing.slidOut &&
          !missing.missingOnce &&
          !(await failed.haveOpenJobs(storedJobs)),
      });
      return { manifestId: id, ...found, ...missing };
    },
    async abandon() {
      await importManifests.drop(owner);
      await goneJobs.forgetListed();
    },
  };
}
