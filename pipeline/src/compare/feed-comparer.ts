import type { JobPosting } from '@feedflow/shared/model/job';
import type { FullReadReason } from '@feedflow/shared/model/run';
import type { ImportManifest, ImportManifests } from '@feedflow/shared/mongo/import-manifests';
import type { Jobs } from '@feedflow/shared/mongo/jobs/jobs';
import { type FeedKeys, isFirst } from '../identity/feed-keys.ts';
import type { FailedRecord, Frame, RecordOutcome, Segment } from '../record.ts';
import { sha1 } from '../sha1.ts';
import { reasonForFullRead } from './full-read-reason.ts';
import { ManifestReader, type SegmentPosition } from './manifest-reader.ts';
import { createManifestWriter } from './manifest-writer.ts';
import { keysMissingSince, openKeysMissing } from './missing-keys.ts';
import {
  contentMark,
  encodeSegment,
  type PastFailure,
  type PastJob,
  type PastSegment,
  textMark,
} from './past-segment.ts';

/** What comparing a feed with its last import needs from MongoDB. */
export interface ComparisonStore {
  importManifests: Pick<
    ImportManifests,
    'findTrusted' | 'distrust' | 'digests' | 'segments' | 'putPart' | 'putKeys' | 'save'
  >;
  jobs: Pick<Jobs, 'countOpen' | 'openKeys'>;
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
  fullIntervalMs: number;
  /** Whether to find the jobs that are no longer in the feed. */
  findsMissing: boolean;
  /** When this reading of the feed began. */
  startedAt: Date;
}

/** The outcome of the records of one segment, read or not. */
export interface SegmentResult {
  records: number;
  /** Records that were not parsed, because the last import had the same. */
  known: number;
  /** Jobs that are in MongoDB as they are in the feed. */
  unchanged: number;
  duplicates: number;
  failures: FailedRecord[];
  /** Jobs to be written, in feed order. */
  jobs: JobPosting[];
}

/** See `importFeed` for the order of calls. */
export interface FeedComparer {
  /** Open jobs of the source before the run. */
  openBefore: number;
  /** Why the whole feed is read; null if only its changes are. */
  fullReadReason: FullReadReason | null;
  /** The result of a segment that is unchanged, as is all that its keys depend on; else null. Parses nothing. */
  recognize(segment: Segment): Promise<SegmentResult | null>;
  /** The result of any other segment. Records that are unchanged are not parsed. */
  compare(
    segment: Segment,
    readRecord: (frame: Frame, position: number) => RecordOutcome,
  ): Promise<SegmentResult>;
  /** Ends the trust in the source's manifest: MongoDB is about to differ from it. May be called again. */
  beforeWriting(): Promise<void>;
  /** Stores the manifest of the feed, not yet trusted. @returns its id */
  finish(): Promise<string>;
}

/** Raised with every change of the encoding, and of code common to all dialects that changes what is read. */
const FORMAT = 3;
const MISSING_KEYS_PER_PART = 50_000;

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
  const [manifest, openBefore] = await Promise.all([
    importManifests.findTrusted(sourceUrl),
    storedJobs.countOpen(sourceUrl),
  ]);
  const fingerprint = sha1(`${FORMAT}|${options.fingerprint}`);
  const reason = reasonForFullRead({
    ...options,
    manifest,
    fingerprint,
    openJobs: openBefore,
    now: startedAt,
  });
  const reader = manifest && reason === null ? await ManifestReader.open(importManifests, manifest) : null;
  const trusted = reader ? manifest : null;
  const fullReadReason = reader ? null : (reason ?? 'nothing-to-compare');
  const owner = { sourceUrl, manifestId: id };
  const writer = createManifestWriter(importManifests, owner, reader);
  /** Jobs of the feed, duplicates not counted. */
  let feedJobs = 0;
  let hasAllSegments = true;
  let writing = false;

  async function beforeWriting(): Promise<void> {
    if (writing) return;
    writing = true;
    await importManifests.distrust(sourceUrl, [id, trusted?.id ?? null]);
  }

  async function accept(
    past: PastSegment,
    at: SegmentPosition,
    firstPosition: number,
  ): Promise<SegmentResult> {
    const unchanged = past.firsts;
    feedJobs += unchanged;
    const result: SegmentResult = {
      records: past.records,
      known: past.records,
      unchanged,
      duplicates: past.count - unchanged,
      failures: past
        .failures()
        .map(({ offset, ...failure }) => ({ position: firstPosition + offset, failure })),
      jobs: [],
    };
    const { digest, raw } = past;
    reader?.markFound(at);
    await writer.add(digest, raw, at);
    return result;
  }

  /** Keys of jobs that were in the source and are no longer in the feed. */
  function missingKeys(): AsyncIterable<string> {
    // If MongoDB has open jobs that no manifest has, only MongoDB knows all keys.
    const isComplete = trusted !== null && trusted.postings === trusted.openJobs;
    return reader && isComplete
      ? keysMissingSince(reader, keys)
      : openKeysMissing(storedJobs, sourceUrl, keys);
  }

  async function storeMissingKeys(): Promise<ImportManifest['vanished']> {
    const parts: string[] = [];
    let count = 0;
    let pending: string[] = [];
    const put = async () => {
      const part = `${id}-vanished-${parts.length}`;
      await importManifests.putKeys(part, owner, Buffer.from(pending.join(''), 'hex'));
      parts.push(part);
      count += pending.length;
      pending = [];
    };
    for await (const key of missingKeys()) {
      pending.push(key);
      if (pending.length === MISSING_KEYS_PER_PART) await put();
    }
    if (pending.length > 0) await put();
    return { count, openBefore, parts };
  }

  return {
    openBefore,
    fullReadReason,
    beforeWriting,
    async recognize({ digest, firstPosition }) {
      if (reader === null || digest === null) return null;
      const found = await reader.find(digest);
      return found && keys.reclaim(found.past) ? accept(found.past, found.at, firstPosition) : null;
    },
    async compare({ frames, firstPosition, digest }, readRecord) {
      await reader?.lookAhead();
      const jobs: PastJob[] = [];
      const failures: PastFailure[] = [];
      const result: SegmentResult = {
        records: frames.length,
        known: 0,
        unchanged: 0,
        duplicates: 0,
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
          if (isFirst(past.kind)) result.unchanged += 1;
          else result.duplicates += 1;
          continue;
        }
        const outcome = readRecord(frame, firstPosition + offset);
        if (outcome.failure) {
          failures.push({ ...outcome.failure, offset });
          result.failures.push(outcome);
          continue;
        }
        const { job, claim } = outcome;
        const content = contentMark(job);
        jobs.push({ ...claim, content, text });
        if (!isFirst(claim.kind)) result.duplicates += 1;
        else if (reader?.nearby.withKey(claim.key)?.content === content) result.unchanged += 1;
        else result.jobs.push(job);
      }
      feedJobs += result.unchanged + result.jobs.length;
      if (digest === null) hasAllSegments = false;
      else await writer.add(digest, encodeSegment({ digest, jobs, failures }), null);
      return result;
    },
    async finish() {
      const parts = await writer.finish();
      await importManifests.save({
        id,
        sourceUrl,
        trusted: false,
        fingerprint,
        // Without all segments nothing can be compared with it, but it still says which jobs are missing.
        parts: hasAllSegments ? parts : [],
        postings: feedJobs,
        openJobs: null,
        fullReadAt: trusted?.fullReadAt ?? startedAt,
        vanished: options.findsMissing ? await storeMissingKeys() : null,
      });
      return id;
    },
  };
}
