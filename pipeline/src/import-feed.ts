import type { HttpFacts } from '@feedflow/shared/model/run';
import type { RawRecord } from '@feedflow/shared/mongo/jobs/raw-records';
import type { Clock } from '@feedflow/shared/process/clock';
import type { PackedPostings } from '@feedflow/shared/queues/packed-postings';
import { type Batcher, createBatcher } from './batch/batcher.ts';
import { createDeltaImport, type DeltaImport, type DeltaStore } from './compare/delta-import.ts';
import { createFeedCounts, type FeedCounts, type FeedCountsSnapshot } from './feed-counts.ts';
import type { FeedFetcher } from './fetch/fetcher.ts';
import { createRawTexts, type RawTexts, type RawTextsOptions } from './raw-texts.ts';
import {
  type FeedReading,
  type FeedSource,
  type FeedSummary,
  readFeed,
  type UnreadSegment,
} from './read-feed.ts';

/** What is to be imported, and how. */
export interface FeedImport {
  /** Of the manifest that this attempt writes. */
  manifestId: string;
  source: FeedSource & { removeVanished?: boolean };
  requestHeaders: Record<string, string>;
  /** Reads all of the feed, whatever is known of it. */
  full: boolean;
  /** When the attempt began. */
  startedAt: Date;
  batchSize: number;
  options: FeedImportOptions;
}

export interface FeedImportOptions extends RawTextsOptions {
  /** How long a manifest is relied on without a full read, in ms. */
  fullIntervalMs: number;
  /** A feed with more records is not read to its end. */
  maxRecords: number;
}

/** What was read so far: the counts, and what the server answered. */
export interface FeedProgress extends FeedCountsSnapshot {
  /** Null before the server answered. */
  http: HttpFacts | null;
}

/** Where an import puts what it reads, and what it asks of the stores. */
export interface FeedSink extends DeltaStore {
  /** Notes that the feed's server is about to be asked. */
  begin(): Promise<void>;
  /**
   * Adds batches to the run and returns once there is room for more.
   * @param expectNew whether their postings are likely to be new
   */
  enqueue(batches: PackedPostings[], expectNew: boolean, progress: FeedProgress): Promise<void>;
  report(progress: FeedProgress): Promise<void>;
  keepTexts(records: RawRecord[]): Promise<void>;
}

export interface ImportedFeed {
  progress: FeedProgress;
  /** Null where the server answered "not modified". */
  summary: FeedSummary | null;
  /** The manifest of a feed that was read to its end; null without one. */
  manifestId: string | null;
}

/** Thrown where an import breaks off: what was read whole before is worth importing. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
  /** The postings read that are in no batch yet. */
  readonly rest: PackedPostings[];
  readonly expectNew: boolean;
  readonly progress: FeedProgress;

  constructor(cause: unknown, left: { rest: PackedPostings[]; expectNew: boolean; progress: FeedProgress }) {
    super('the import broke off', { cause });
    this.rest = left.rest;
    this.expectNew = left.expectNew;
    this.progress = left.progress;
  }
}

export interface ImportFeedDeps {
  fetcher: FeedFetcher;
  sink: FeedSink;
  clock: Clock;
}

const REPORT_INTERVAL_MS = 500;

/**
 * Reads one feed and hands its postings on in batches. Every record takes the same way: its segment is
 * compared with the last import, what is new is read, counted, batched and enqueued.
 *
 * @throws BrokenOff with what was read, whatever went wrong
 */
export async function importFeed(
  { fetcher, sink, clock }: ImportFeedDeps,
  feed: FeedImport,
  signal: AbortSignal,
): Promise<ImportedFeed> {
  const { source, options } = feed;
  const counts = createFeedCounts({ clock }, options);
  const rawTexts = createRawTexts(sink, options);
  const batcher = createBatcher(feed);
  let reading: FeedReading | null = null;
  let http: HttpFacts | null = null;
  let delta: DeltaImport | null = null;
  // The first report is due at once.
  let reportedAt = Number.NEGATIVE_INFINITY;
  const progress = (): FeedProgress => ({ ...counts.snapshot(), http });
  const expectNew = (): boolean => delta?.openBefore === 0;

  async function enqueue(batches: PackedPostings[]): Promise<void> {
    if (batches.length === 0) return;
    await delta?.beforeWriting();
    await sink.enqueue(batches, expectNew(), progress());
  }

  async function report(): Promise<void> {
    if (performance.now() - reportedAt < REPORT_INTERVAL_MS) return;
    reportedAt = performance.now();
    await sink.report(progress());
  }

  try {
    await sink.begin();
    reading = await readFeed({ fetcher }, source, {
      signal,
      // A full read is not to be answered "not modified".
      useValidators: !feed.full,
      requestHeaders: feed.requestHeaders,
      maxRecords: options.maxRecords,
    });
    http = reading.http;
    if (reading.notModified) return { progress: progress(), summary: null, manifestId: null };
    delta = await createDeltaImport(sink, {
      id: feed.manifestId,
      sourceUrl: source.url,
      fingerprint: reading.fingerprint,
      keys: reading.keys,
      full: feed.full,
      fullIntervalMs: options.fullIntervalMs,
      findsVanished: source.removeVanished === true,
      startedAt: feed.startedAt,
    });
    counts.noteComparison(delta.fullReadReason);
    for await (const segment of reading.segments()) {
      signal.throwIfAborted();
      await takeSegment(segment, { delta, counts, rawTexts, batcher });
      await rawTexts.store();
      await enqueue(batcher.takeFull());
      await report();
    }
    await enqueue(batcher.takeRest());
    const summary = reading.summary();
    const manifestId = summary.complete ? await delta.finish() : null;
    return { progress: progress(), summary, manifestId };
  } catch (error) {
    await reading?.discard();
    const cause = signal.aborted ? signal.reason : error;
    throw new BrokenOff(cause, { rest: batcher.takeRest(), expectNew: expectNew(), progress: progress() });
  }
}

async function takeSegment(
  segment: UnreadSegment,
  targets: { delta: DeltaImport; counts: FeedCounts; rawTexts: RawTexts; batcher: Batcher },
): Promise<void> {
  const { delta, counts, rawTexts, batcher } = targets;
  rawTexts.noteFirst(segment);
  const known = await delta.recognize(segment);
  if (known) {
    counts.countKnown(known, segment.firstPosition);
    for (const { offset } of known.failures) rawTexts.noteFailed(segment, segment.firstPosition + offset);
    return;
  }
  for (const record of await delta.compare(segment)) {
    const { position, failure } = record;
    if (failure) {
      counts.countFailure(position, failure);
      rawTexts.noteFailed(segment, position);
    } else {
      counts.countPosting(record);
      if (record.job) batcher.add(record.job);
    }
  }
}
