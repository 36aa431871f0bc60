import { isDeepStrictEqual } from 'node:util';
import { amountLabel } from '@feedflow/shared/model/amount-label';
import { closingOf, dueClosingOf } from '@feedflow/shared/model/closing';
import type { FieldFill } from '@feedflow/shared/model/field-fill';
import type { UsedIdentity } from '@feedflow/shared/model/identity';
import type { HttpFacts, RunWarning } from '@feedflow/shared/model/run';
import type { Source } from '@feedflow/shared/model/source';
import type { RawRecord } from '@feedflow/shared/mongo/jobs/raw-records';
import type { EarlierFindings } from '@feedflow/shared/mongo/runs/run-fetches';
import type { Clock } from '@feedflow/shared/process/clock';
import type { PackedJobs } from '@feedflow/shared/queues/packed-jobs';
import { createBatcher } from './batch/batcher.ts';
import {
  type Comparison,
  type ComparisonStore,
  createFeedComparer,
  type FeedComparer,
} from './compare/feed-comparer.ts';
import { createFeedCounts, type FeedCountsSnapshot } from './feed-counts.ts';
import type { FeedFetcher } from './fetch/fetcher.ts';
import { type IdentityState, type IdentityStore, identify } from './identity/identify.ts';
import { warnOfSharedKeys } from './identity/warn-of-shared-keys.ts';
import { cutSegments } from './parse/document/segments.ts';
import { createRawTexts, type RawTextsOptions } from './raw-texts.ts';
import {
  type FeedReading,
  type FeedSource,
  type FeedSummary,
  type NotModified,
  readFeed,
} from './read-feed.ts';
import type { Forecast } from './record.ts';
import type { Warnings } from './warnings.ts';

/*
 * The main import loop. The legal order of calls is stated here, once:
 *
 *   readFeed          fetches the feed and reads its first records; `discard` ends it early
 *   identify          decides how jobs are identified, by these records; may give the stored jobs other keys
 *   createFeedComparer   loads the manifest of the last import
 *   for each segment, in feed order, while its bytes are valid (until the next segment):
 *     forecast        before it is read: if the feed has the bytes of the expected segment, its records are not cut out
 *     recognize       the result if the segment is unchanged
 *     compare         the result otherwise; calls `readRecord` once per changed record, in feed order
 *     counts.add, batcher.add, rawTexts.store
 *     report          at once after the first segment, then every half second
 *     beforeWriting   before the first batch is enqueued: from then on MongoDB may differ from the manifest
 *     sink.enqueue    returns once there is room for more batches
 *   reading.summary   after the last segment
 *   comparer.finish   if the feed is complete: finds the jobs that are gone
 *   comparer.abandon  otherwise, also if the import is interrupted
 *
 * Records that are unchanged are never parsed, and no record has a promise of its own: both are what makes it fast.
 */

/** What to import, and how. */
export interface FeedImport {
  runId: string;
  /** Of the manifest that this fetch attempt writes. */
  manifestId: string;
  earlier: EarlierFindings;
  source: FeedSource & IdentityState & Pick<Source, 'closing' | 'removeVanished' | 'listing'>;
  requestHeaders: Record<string, string>;
  /** Reads the whole feed, without comparing it. */
  full: boolean;
  /** When the fetch attempt began. */
  startedAt: Date;
  batchSize: number;
  /** What batches grow to in a large feed. */
  maxBatchSize: number;
  options: FeedImportOptions;
}

export interface FeedImportOptions extends RawTextsOptions {
  /** How long manifests are used without a full read, in ms. */
  fullIntervalMs: number;
  /** A feed with more records, or pages, is not read to its end. */
  maxRecords: number;
  maxPages: number;
}

/** What was read so far: the counts, and the response of the server. */
export interface FeedProgress extends FeedCountsSnapshot {
  /** Null before the response. */
  http: HttpFacts | null;
  /** From the request to the response, and to the first record, in ms; null before it. */
  responseMs: number | null;
  firstRecordMs: number | null;
  /** Null before the first record. */
  identity: UsedIdentity | null;
  /** Open jobs of the source before the run; null until they are counted. */
  openBefore: number | null;
  warnings: RunWarning[];
}

/** Where an import puts what it reads, and the stores it needs. */
export interface FeedSink extends ComparisonStore {
  identities: IdentityStore;
  /** Records that the feed is about to be requested. */
  beginReading(): Promise<void>;
  /**
   * Adds batches to the run and returns once there is room for more.
   * @param expectNew whether their jobs are likely to be new
   */
  enqueue(batches: PackedJobs[], expectNew: boolean, progress: FeedProgress): Promise<void>;
  report(progress: FeedProgress): Promise<void>;
  keepTexts(records: RawRecord[]): Promise<void>;
}

export interface ImportedFeed {
  progress: FeedProgress;
  /** Which fields its jobs have; null if the server responded "not modified". */
  fill: FieldFill | null;
  /** Null if the server responded "not modified". */
  summary: FeedSummary | null;
  /** What comparing the feed found; null if it was not read to its end. */
  comparison: Comparison | null;
}

/** Thrown if an import is interrupted. The jobs that were read before are worth importing. */
export class ImportInterrupted extends Error {
  override readonly name = 'ImportInterrupted';
  /** The jobs that were read and are in no batch yet. */
  readonly rest: PackedJobs[];
  readonly expectNew: boolean;
  readonly progress: FeedProgress;

  constructor(cause: unknown, left: { rest: PackedJobs[]; expectNew: boolean; progress: FeedProgress }) {
    super('the import was interrupted', { cause });
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

/** Keys that several jobs share, found in the whole feed: the next import may know them from its first record on. */
async function noteSharedKeys(
  store: IdentityStore,
  { keys, rules, warnings }: Pick<FeedReading, 'keys' | 'rules' | 'warnings'>,
  { seenSharedKeys = [] }: IdentityState,
): Promise<void> {
  const { shared } = keys;
  warnOfSharedKeys(keys, rules, warnings);
  const isNew = shared.some((key) => !seenSharedKeys.includes(key));
  if (isNew) await store.recordRules({ seenSharedKeys: shared });
}

/** How the texts of the feed are written: the next import keeps it, unless its records contradict it. */
async function noteTextForms(
  store: IdentityStore,
  { textForms }: Pick<FeedReading, 'textForms'>,
  { textForms: known }: Pick<Source, 'textForms'>,
): Promise<void> {
  if (!isDeepStrictEqual(textForms, known)) await store.recordRules({ textForms });
}

const REPORT_INTERVAL_MS = 500;

/**
 * Reads one feed and enqueues its jobs in batches.
 *
 * @throws ImportInterrupted with what was read, whatever the cause
 */
export async function importFeed(
  { fetcher, sink, clock }: ImportFeedDeps,
  feed: FeedImport,
  signal: AbortSignal,
): Promise<ImportedFeed> {
  const { source, options } = feed;
  const { failureSampleLimit } = options;
  const counts = createFeedCounts({ clock }, { failureSampleLimit, filter: source.filter });
  const batcher = createBatcher(feed);
  let requestedAtMs = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - requestedAtMs);
  let http: HttpFacts | null = null;
  let responseMs: number | null = null;
  let firstRecordMs: number | null = null;
  let reading: FeedReading | NotModified | null = null;
  let begun: FeedComparer | null = null;
  // The batches before are enqueued while the next ones are read.
  let enqueued: Promise<void> = Promise.resolve();
  // The first report is due at once.
  let reportedAt = Number.NEGATIVE_INFINITY;
  const progress = (): FeedProgress => ({
    ...counts.snapshot(),
    http,
    responseMs,
    firstRecordMs,
    identity: reading?.notModified === false ? reading.identity : null,
    openBefore: begun?.openBefore ?? feed.earlier.openBefore,
    warnings: reading?.notModified === false ? reading.warnings.list() : feed.earlier.warnings,
  });

  async function report(): Promise<void> {
    if (performance.now() - reportedAt < REPORT_INTERVAL_MS) return;
    reportedAt = performance.now();
    await sink.report(progress());
  }

  try {
    // The response to a full read must not be "not modified". Nor may it without a trusted manifest: MongoDB may have other
    // jobs than those of the last response.
    const hasValidators = source.http.etag !== null || source.http.lastModified !== null;
    const useValidators =
      hasValidators && !feed.full && (await sink.importManifests.findLast(source.url))?.trusted === true;
    await sink.beginReading();
    requestedAtMs = performance.now();
    reading = await readFeed({ fetcher }, source, {
      signal,
      useValidators,
      requestHeaders: feed.requestHeaders,
      earlierWarnings: feed.earlier.warnings,
      maxRecords: options.maxRecords,
      maxPages: options.maxPages,
      onResponse: (facts) => {
        http = facts;
        responseMs = elapsedMs();
      },
      identify: (sample, warnings) =>
        identify(sink.identities, sample, source, { runId: feed.runId, now: feed.startedAt, warnings }),
    });
    if (reading.notModified) return { progress: progress(), fill: null, summary: null, comparison: null };
    const { readRecord, decode } = reading;
    const comparer = await createFeedComparer(sink, {
      id: feed.manifestId,
      sourceUrl: source.url,
      fingerprint: reading.fingerprint,
      keys: reading.keys,
      full: feed.full,
      openBefore: feed.earlier.openBefore,
      fullIntervalMs: options.fullIntervalMs,
      findsMissing: closingOf(source).missing,
      closing: dueClosingOf(source),
      listing: source.listing ?? null,
      startedAt: feed.startedAt,
    });
    begun = comparer;
    counts.setComparison(comparer.fullReadReason);
    const rawTexts = createRawTexts({ keepTexts: (records) => sink.keepTexts(records), decode }, options);
    const enqueue = async (batches: PackedJobs[]): Promise<void> => {
      if (batches.length === 0) return;
      await comparer.beforeWriting();
      await enqueued;
      enqueued = sink.enqueue(batches, comparer.expectsNew, progress());
      // An error is thrown where it is waited for.
      enqueued.catch(() => undefined);
    };
    const { forecast } = comparer;
    const skipped: Forecast | null = forecast && {
      ...forecast,
      next: async () => (rawTexts.needs(counts.records()) ? null : forecast.next()),
    };
    for await (const segment of cutSegments(reading.frames(skipped))) {
      signal.throwIfAborted();
      firstRecordMs ??= elapsedMs();
      const result = (await comparer.recognize(segment)) ?? (await comparer.compare(segment, readRecord));
      counts.add(result);
      comparer.knownFlags.moveTo(reading.warnings);
      for (const job of result.jobs) batcher.add(job);
      await rawTexts.store(segment, result.failures);
      // First: a worker that is lost while it waits for Redis must not look like one whose feed has no readable record.
      await report();
      await enqueue(batcher.takeFull());
    }
    await enqueue(batcher.takeRest());
    await enqueued;
    const summary = reading.summary();
    await noteSharedKeys(sink.identities, reading, source);
    if (summary.complete && summary.records > 0) await noteTextForms(sink.identities, reading, source);
    const comparison = summary.complete ? await comparer.finish(summary) : null;
    if (comparison === null) await comparer.abandon();
    if (comparison) {
      const { totalFetched, failedJobs } = counts.snapshot().counts;
      addWarnings(reading.warnings, comparison, totalFetched - failedJobs);
    }
    return { progress: progress(), fill: comparer.fill(), summary, comparison };
  } catch (error) {
    await reading?.discard();
    // The rest is enqueued after it.
    await enqueued.catch(() => undefined);
    // What stopped the import may stop this too, and is what is thrown.
    await begun?.abandon().catch(() => undefined);
    const cause = signal.aborted ? signal.reason : error;
    const expectNew = begun?.expectsNew ?? false;
    throw new ImportInterrupted(cause, { rest: batcher.takeRest(), expectNew, progress: progress() });
  }
}

function addWarnings(
  warnings: Warnings,
  { isDelta, unknownDeletions, deletionSigns, slidOut, unreadable }: Comparison,
  openRecords: number,
): void {
  deletionSigns.warnOfClosedStates(warnings, { openRecords, isDelta });
  if (unknownDeletions > 0) {
    const message = `${unknownDeletions} deletions in the feed name no job by an id or link that identifies it`;
    warnings.add('partial-delta', { count: unknownDeletions, message });
  } else if (isDelta) warnings.add('partial-delta');
  if (slidOut !== null && slidOut > 0) {
    const message = `the feed lists its newest jobs only: ${slidOut} open jobs that are older stay open`;
    warnings.add('newest-window', { count: slidOut, message });
  }
  if (unreadable > 0) {
    const message = `no job was closed: ${amountLabel(unreadable, 'record')} could not be read, so it is unknown which jobs the feed lists`;
    warnings.add('records-unreadable', { count: unreadable, message });
  }
}
