import { isDeepStrictEqual } from 'node:util';
import { amountLabel } from '@feedflow/shared/model/amount-label';
import { closingMark, closingOf, dueClosingOf } from '@feedflow/shared/model/closing';
import type { FieldFill } from '@feedflow/shared/model/field-fill';
import type { UsedIdentity } from '@feedflow/shared/model/identity';
import type { HttpFacts, RunWarning } from '@feedflow/shared/model/run';
import type { Source } from '@feedflow/shared/model/source';
import type { RawRecord } from '@feedflow/shared/mongo/jobs/raw-records';
import type { EarlierFindings } from '@feedflow/shared/mongo/runs/run-fetches';
import type { Clock } from '@feedflow/shared/process/clock';
import type { PackedJobs } from '@feedflow/shared/queues/packed-jobs';
import { type Batcher, createBatcher } from '../batch/batcher.ts';
import type { ComparisonStore } from '../compare/comparison-store.ts';
import { type Comparison, createFeedComparer, type FeedComparer } from '../compare/feed-comparer.ts';
import { mayBeUnmodified } from '../compare/full-read-reason.ts';
import type { FeedFetcher } from '../fetch/fetcher.ts';
import { type IdentityState, type IdentityStore, identify } from '../identity/identify.ts';
import { warnOfSharedKeys } from '../identity/warn-of-shared-keys.ts';
import { cutSegments } from '../parse/document/segments.ts';
import type { Forecast } from '../record/record.ts';
import type { Warnings } from '../record/warnings.ts';
import { createFeedCounts, type FeedCounts, type FeedCountsSnapshot } from './feed-counts.ts';
import { createRawTexts, type RawTextsOptions } from './raw-texts.ts';
import {
  type FeedReading,
  type FeedSource,
  type FeedSummary,
  type NotModified,
  readFeed,
} from './read-feed.ts';

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
  deps: ImportFeedDeps,
  feed: FeedImport,
  signal: AbortSignal,
): Promise<ImportedFeed> {
  const attempt = new ImportAttempt(deps, feed, signal);
  try {
    return await attempt.import();
  } catch (error) {
    throw await attempt.interrupt(error);
  }
}

/** One import of one feed, and how far it is. */
class ImportAttempt {
  readonly #deps: ImportFeedDeps;
  readonly #feed: FeedImport;
  readonly #signal: AbortSignal;
  readonly #counts: FeedCounts;
  readonly #batcher: Batcher;
  #requestedAtMs = performance.now();
  #http: HttpFacts | null = null;
  #responseMs: number | null = null;
  #firstRecordMs: number | null = null;
  /** Null before the first records. */
  #reading: FeedReading | NotModified | null = null;
  /** Null before the last import was loaded. */
  #comparer: FeedComparer | null = null;
  /** The batches before are enqueued while the next ones are read. */
  #enqueued: Promise<void> = Promise.resolve();
  /** The first report is due at once. */
  #reportedAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: ImportFeedDeps, feed: FeedImport, signal: AbortSignal) {
    const { failureSampleLimit } = feed.options;
    this.#deps = deps;
    this.#feed = feed;
    this.#signal = signal;
    this.#counts = createFeedCounts(deps, { failureSampleLimit, filter: feed.source.filter });
    this.#batcher = createBatcher(feed);
  }

  async import(): Promise<ImportedFeed> {
    const reading = await this.#open();
    if (reading.notModified)
      return { progress: this.#progress(), fill: null, summary: null, comparison: null };
    const comparer = await this.#compareWithLast(reading);
    await this.#readRecords(reading, comparer);
    return this.#finish(reading, comparer);
  }

  /** @returns the error to throw, with what was read and is in no batch yet */
  async interrupt(error: unknown): Promise<ImportInterrupted> {
    await this.#reading?.discard();
    // The rest is enqueued after it.
    await this.#enqueued.catch(() => undefined);
    // What stopped the import may stop this too, and is what is thrown.
    await this.#comparer?.abandon().catch(() => undefined);
    return new ImportInterrupted(this.#signal.aborted ? this.#signal.reason : error, {
      rest: this.#batcher.takeRest(),
      expectNew: this.#comparer?.expectsNew ?? false,
      progress: this.#progress(),
    });
  }

  /** Requests the feed and reads its first records. */
  async #open(): Promise<FeedReading | NotModified> {
    const { fetcher, sink } = this.#deps;
    const { source, runId, earlier, options, requestHeaders, startedAt: now } = this.#feed;
    const useValidators = await this.#mayBeUnmodified();
    await sink.beginReading();
    this.#requestedAtMs = performance.now();
    this.#reading = await readFeed({ fetcher }, source, {
      signal: this.#signal,
      useValidators,
      requestHeaders,
      earlierWarnings: earlier.warnings,
      maxRecords: options.maxRecords,
      maxPages: options.maxPages,
      onResponse: (facts) => {
        this.#http = facts;
        this.#responseMs = this.#elapsedMs();
      },
      identify: (sample, warnings) => identify(sink.identities, sample, source, { runId, now, warnings }),
    });
    return this.#reading;
  }

  async #mayBeUnmodified(): Promise<boolean> {
    const { sink } = this.#deps;
    const { source, full, options, startedAt: now } = this.#feed;
    if (source.http.etag === null && source.http.lastModified === null) return false;
    const [last, openJobs] = await Promise.all([
      sink.importManifests.findLast(source.url),
      sink.jobs.countOpen(source.url),
    ]);
    const closing = closingMark(dueClosingOf(source));
    return mayBeUnmodified({ last, closing, openJobs, full, now, fullIntervalMs: options.fullIntervalMs });
  }

  async #compareWithLast({ fingerprint, keys, rules }: FeedReading): Promise<FeedComparer> {
    const { source, manifestId, full, earlier, options, startedAt } = this.#feed;
    const { volatileFields } = rules;
    const comparer = await createFeedComparer(this.#deps.sink, {
      id: manifestId,
      sourceUrl: source.url,
      fingerprint,
      keys,
      full,
      openBefore: earlier.openBefore,
      fullIntervalMs: options.fullIntervalMs,
      findsMissing: closingOf(source).missing,
      // As the jobs are written: the source was read before these rules were decided.
      closing: dueClosingOf({ ...source, volatileFields }),
      listing: source.listing ?? null,
      startedAt,
    });
    this.#comparer = comparer;
    this.#counts.setComparison(comparer.fullReadReason);
    return comparer;
  }

  async #readRecords(reading: FeedReading, comparer: FeedComparer): Promise<void> {
    const { readRecord, decode } = reading;
    const counts = this.#counts;
    const { forecast } = comparer;
    const keepTexts = (records: RawRecord[]) => this.#deps.sink.keepTexts(records);
    const rawTexts = createRawTexts({ keepTexts, decode }, this.#feed.options);
    const skipped: Forecast | null = forecast && {
      ...forecast,
      next: async () => (rawTexts.needs(counts.records()) ? null : forecast.next()),
    };
    for await (const segment of cutSegments(reading.frames(skipped))) {
      this.#signal.throwIfAborted();
      this.#firstRecordMs ??= this.#elapsedMs();
      const result = (await comparer.recognize(segment)) ?? (await comparer.compare(segment, readRecord));
      counts.add(result);
      comparer.knownFlags.moveTo(reading.warnings);
      for (const job of result.jobs) this.#batcher.add(job);
      await rawTexts.store(segment, result.failures);
      // First: a worker that is lost while it waits for Redis must not look like one whose feed has no readable record.
      await this.#report();
      await this.#enqueue(this.#batcher.takeFull(), comparer);
    }
    await this.#enqueue(this.#batcher.takeRest(), comparer);
    await this.#enqueued;
  }

  async #enqueue(batches: PackedJobs[], comparer: FeedComparer): Promise<void> {
    if (batches.length === 0) return;
    await comparer.beforeWriting();
    await this.#enqueued;
    this.#enqueued = this.#deps.sink.enqueue(batches, comparer.expectsNew, this.#progress());
    // An error is thrown where it is waited for.
    this.#enqueued.catch(() => undefined);
  }

  async #finish(reading: FeedReading, comparer: FeedComparer): Promise<ImportedFeed> {
    const { identities } = this.#deps.sink;
    const { source } = this.#feed;
    const summary = reading.summary();
    await noteSharedKeys(identities, reading, source);
    if (summary.complete && summary.records > 0) await noteTextForms(identities, reading, source);
    const comparison = summary.complete ? await comparer.finish(summary) : null;
    if (comparison === null) await comparer.abandon();
    if (comparison) {
      const { totalFetched, failedJobs } = this.#counts.snapshot().counts;
      addWarnings(reading.warnings, comparison, totalFetched - failedJobs);
    }
    return { progress: this.#progress(), fill: comparer.fill(), summary, comparison };
  }

  async #report(): Promise<void> {
    if (performance.now() - this.#reportedAtMs < REPORT_INTERVAL_MS) return;
    this.#reportedAtMs = performance.now();
    await this.#deps.sink.report(this.#progress());
  }

  #progress(): FeedProgress {
    const { earlier } = this.#feed;
    const reading = this.#reading?.notModified === false ? this.#reading : null;
    return {
      ...this.#counts.snapshot(),
      http: this.#http,
      responseMs: this.#responseMs,
      firstRecordMs: this.#firstRecordMs,
      identity: reading?.identity ?? null,
      openBefore: this.#comparer?.openBefore ?? earlier.openBefore,
      warnings: reading?.warnings.list() ?? earlier.warnings,
    };
  }

  #elapsedMs(): number {
    return Math.round(performance.now() - this.#requestedAtMs);
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
