import type { JobPosting } from '@feedflow/shared/model/job';
import type { FullReadReason } from '@feedflow/shared/model/run';
import type { ImportManifest, ImportManifests } from '@feedflow/shared/mongo/import-manifests';
import type { Jobs } from '@feedflow/shared/mongo/jobs/jobs';
import { type FeedKeys, isFirst, sha1 } from '../normalize/identity.ts';
import type { UnreadSegment } from '../read-feed.ts';
import type { RecordFailure } from '../record.ts';
import { ManifestReader, type SegmentPlace } from './manifest-reader.ts';
import { createManifestWriter } from './manifest-writer.ts';
import {
  contentMark,
  encodeSegment,
  type PastFailure,
  type PastPosting,
  type PastSegment,
  textMark,
} from './past-segment.ts';
import type { Segment } from './segments.ts';
import { reasonForFullRead } from './trust.ts';
import { findVanished, vanishedSince } from './vanished.ts';

/** Raised with every change of the encoding, or of code that all dialects share and that reads records otherwise. */
const FORMAT = 2;
const VANISHED_PER_PART = 50_000;

/** What comparing a feed with its last import needs from MongoDB. */
export interface DeltaStore {
  importManifests: Pick<
    ImportManifests,
    'findTrusted' | 'distrust' | 'digests' | 'segments' | 'putPart' | 'putKeys' | 'save'
  >;
  jobs: Pick<Jobs, 'countOpen' | 'openKeys'>;
}

export interface DeltaImportOptions {
  /** Of the manifest: one read of the feed has one. */
  id: string;
  sourceUrl: string;
  /** Of how the feed is read: what `BodyReading.fingerprint` says. */
  fingerprint: string;
  /** The keys of the feed, shared with whoever reads its records. */
  keys: FeedKeys;
  full: boolean;
  fullIntervalMs: number;
  /** Whether to find out which postings are no longer in the feed. */
  findsVanished: boolean;
  /** When this read of the feed began. */
  startedAt: Date;
}

/** A segment that is as it was: nothing of it has to be read. */
export interface KnownSegment {
  records: number;
  /** Postings that are in MongoDB as they stand in the feed. */
  unchanged: number;
  duplicates: number;
  failures: PastFailure[];
}

/** A posting of a segment that is not as it was. */
export interface ComparedPosting {
  position: number;
  failure?: undefined;
  /** Whether its text is as it was, so that it was not read either. */
  known: boolean;
  /** Whether it is the first of its key; else it repeats another. */
  first: boolean;
  /** To be written; null for what repeats another posting, or is in MongoDB as it stands in the feed. */
  job: JobPosting | null;
}

export type ComparedRecord = ComparedPosting | { position: number; failure: RecordFailure };

export interface DeltaImport {
  /** Open postings of the source before the run. */
  openBefore: number;
  /** Why all of the feed is read; null where only what changed is. */
  fullReadReason: FullReadReason | null;
  /** What became of a segment's records, where they and all that matters before them are as they were; else null. */
  recognize(segment: Segment): Promise<KnownSegment | null>;
  /** Reads the records of a segment that was not recognized, in so far as they changed, and notes what became of all. */
  compare(segment: UnreadSegment): Promise<ComparedRecord[]>;
  /** To be called before anything is enqueued: from then on the source's manifest does not hold any more. */
  beforeWriting(): Promise<void>;
  /** Keeps the manifest of a feed that was read to its very end, until the run is known to have written it all. @returns its id */
  finish(): Promise<string>;
}

/**
 * Compares a feed with what the last whole import of its source read, and writes down what this one reads.
 *
 * A segment is taken for known only where its bytes are the same and its postings come out with the same
 * keys, as the first of their keys or as repeats, as they did before: so that the counters are those of a
 * full import.
 */
export async function createDeltaImport(
  { importManifests, jobs }: DeltaStore,
  options: DeltaImportOptions,
): Promise<DeltaImport> {
  const { id, sourceUrl, keys, startedAt } = options;
  const [manifest, openBefore] = await Promise.all([
    importManifests.findTrusted(sourceUrl),
    jobs.countOpen(sourceUrl),
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
  let keptPostings = 0;
  let whole = true;
  let writing = false;

  async function beforeWriting(): Promise<void> {
    if (writing) return;
    writing = true;
    await importManifests.distrust(sourceUrl, [id, trusted?.id ?? null]);
  }

  async function accept(past: PastSegment, place: SegmentPlace): Promise<KnownSegment> {
    const unchanged = past.firsts;
    keptPostings += unchanged;
    const known = {
      records: past.records,
      unchanged,
      duplicates: past.count - unchanged,
      failures: past.failures(),
    };
    const { digest, raw } = past;
    reader?.take(place);
    await writer.add(digest, raw, place);
    return known;
  }

  /** Postings that were there and are not in the feed any more. */
  function vanishedKeys(): AsyncIterable<string> {
    // Where MongoDB has open postings that no manifest has, only MongoDB can tell.
    const isComplete = trusted !== null && trusted.postings === trusted.openJobs;
    return reader && isComplete ? vanishedSince(reader, keys) : findVanished(jobs, sourceUrl, keys);
  }

  async function keepVanished(): Promise<ImportManifest['vanished']> {
    const parts: string[] = [];
    let count = 0;
    let held: string[] = [];
    const put = async () => {
      const part = `${id}-vanished-${parts.length}`;
      await importManifests.putKeys(part, owner, Buffer.from(held.join(''), 'hex'));
      parts.push(part);
      count += held.length;
      held = [];
    };
    for await (const key of vanishedKeys()) {
      held.push(key);
      if (held.length === VANISHED_PER_PART) await put();
    }
    if (held.length > 0) await put();
    return { count, openBefore, parts };
  }

  return {
    openBefore,
    fullReadReason,
    beforeWriting,
    async recognize({ digest }) {
      if (reader === null || digest === null) return null;
      const found = await reader.find(digest);
      return found && keys.reclaim(found.past) ? accept(found.past, found.place) : null;
    },
    async compare(segment) {
      await reader?.lookAhead();
      const postings: PastPosting[] = [];
      const failures: PastFailure[] = [];
      const records = segment.frames.map(({ bytes }, offset): ComparedRecord => {
        const position = segment.firstPosition + offset;
        const text = bytes === null ? '' : textMark(bytes);
        const past = reader?.near.withText(text);
        if (past && keys.reclaimOne(past)) {
          postings.push(past);
          return { position, known: true, job: null, first: isFirst(past.kind) };
        }
        const outcome = segment.read(offset);
        if (outcome.failure) {
          failures.push({ ...outcome.failure, offset });
          return { position, failure: outcome.failure };
        }
        const { job, claim } = outcome;
        const content = contentMark(job);
        postings.push({ ...claim, content, text });
        const first = isFirst(claim.kind);
        const isWritten = !first || reader?.near.withKey(claim.key)?.content === content;
        return { position, known: false, job: isWritten ? null : job, first };
      });
      keptPostings += postings.filter(({ kind }) => isFirst(kind)).length;
      const { digest } = segment;
      if (digest === null) whole = false;
      else await writer.add(digest, encodeSegment({ digest, postings, failures }), null);
      return records;
    },
    async finish() {
      const parts = await writer.finish();
      await importManifests.save({
        id,
        sourceUrl,
        trusted: false,
        fingerprint,
        // One that lacks a record is no use to compare with, but still says what vanished.
        parts: whole ? parts : [],
        postings: keptPostings,
        openJobs: null,
        fullReadAt: trusted?.fullReadAt ?? startedAt,
        vanished: options.findsVanished ? await keepVanished() : null,
      });
      return id;
    },
  };
}
