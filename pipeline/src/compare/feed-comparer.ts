import { closingMark, type DueClosing } from '@feedflow/shared/model/closing';
import type { FieldFill } from '@feedflow/shared/model/field-fill';
import type { FeedListing, FullReadReason } from '@feedflow/shared/model/run';
import type { FeedKeys } from '../identity/feed-keys.ts';
import { type DeletionSigns, listsChanges } from '../record/deletions.ts';
import type { FlagCounts } from '../record/job-flags.ts';
import type { Forecast, Frame, RecordOutcome, Segment } from '../record/record.ts';
import { sha1 } from '../sha1.ts';
import type { ComparisonStore } from './comparison-store.ts';
import { FeedFindings, type SegmentResult } from './feed-findings.ts';
import { reasonForFullRead } from './full-read-reason.ts';
import { createGoneJobs, type FeedEnd, type MissingJobs, noneMissing } from './gone-jobs.ts';
import { ManifestReader } from './manifest-reader.ts';
import { createManifestWriter } from './manifest-writer.ts';
import { encodeSegment, textMark } from './past-segment.ts';

export type { SegmentResult } from './feed-findings.ts';

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
  // Without open jobs there is none to be closed.
  const found = new FeedFindings(keys, { keepsExcluded: openJobs > 0 });
  const goneJobs = createGoneJobs(
    { importManifests, jobs: storedJobs, keys, last, reader, found },
    {
      owner,
      fingerprint,
      full: options.full,
      listing: options.listing,
      openBefore,
      mayMiss: openJobs > 0 || options.openBefore !== null,
    },
  );
  const contentBefore = (key: string) => reader?.nearby.withKey(key)?.content;
  let hasAllSegments = true;
  let writing = false;

  async function beforeWriting(): Promise<void> {
    if (writing) return;
    writing = true;
    await importManifests.distrust(sourceUrl, id);
  }

  return {
    knownFlags: found.knownFlags,
    openBefore,
    expectsNew: openJobs === 0,
    fill: () => found.fill.result(),
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
      const same = await reader.find(digest);
      if (same === null || !(isKnown || keys.reclaim(same.past))) return null;
      const { past, at } = same;
      const result = found.addPast(past, firstPosition);
      reader.markFound(at);
      await writer.add(digest, past.raw, at);
      return result;
    },
    async compare({ frames, firstPosition, digest, size }, readRecord) {
      await reader?.lookAhead();
      const segment = found.beginSegment(frames.length);
      for (let offset = 0; offset < frames.length; offset++) {
        const frame = frames[offset] as Frame;
        const text = frame.bytes === null ? '' : textMark(frame.bytes, frame.inherited);
        const past = reader?.nearby.withText(text);
        if (past && keys.reclaimOne(past)) segment.addKnown(past);
        else segment.add(readRecord(frame, firstPosition + offset), { offset, text, contentBefore });
      }
      const kept = segment.end();
      if (digest === null) hasAllSegments = false;
      else await writer.add(digest, encodeSegment({ digest, size, ...kept }), null);
      return segment.result;
    },
    async finish(end) {
      const parts = await writer.finish();
      const { jobs: feedJobs, readDates, deleted } = found;
      const isDelta = listsChanges(end.load, deleted.signs.showsDelta);
      const gone = await goneJobs.storeDeleted();
      const left = await goneJobs.storeExcluded();
      const isNoneGone = gone.count + left.count === 0;
      const signs = { isDelta, unknownDeletions: deleted.unknown, deletionSigns: deleted.signs };
      // The manifest of the last feed with all jobs is still right.
      if (isDelta && !writing && isNoneGone) {
        await importManifests.drop(owner);
        return { manifestId: null, ...signs, ...noneMissing };
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
          !(await found.failed.haveOpenJobs(storedJobs)),
      });
      return { manifestId: id, ...signs, ...missing };
    },
    async abandon() {
      await importManifests.drop(owner);
      await goneJobs.forgetListed();
    },
  };
}
