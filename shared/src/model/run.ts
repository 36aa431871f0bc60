import { z } from 'zod';
import { mapCounters } from './counters.ts';
import { fieldFill } from './field-fill.ts';
import { usedIdentity } from './identity.ts';
import { count, positiveCount, timestamp } from './scalars.ts';
import { warningCodes, warningLimits } from './warnings.ts';

export const runStatus = z.enum(['running', 'completed', 'partial', 'failed', 'cancelled']);
export type RunStatus = z.infer<typeof runStatus>;

export const runTrigger = z.enum(['schedule', 'manual', 'rerun']);
export type RunTrigger = z.infer<typeof runTrigger>;

/**
 * What a run did, in records. Invariant:
 * totalFetched = newJobs + updatedJobs + unchangedJobs + duplicateJobs + skippedJobs + failedJobs,
 * totalImported = newJobs + updatedJobs + unchangedJobs.
 */
const counterSchemas = mapCounters(({ meaning }) => count.describe(meaning));
export const runCounters = z.object({
  ...counterSchemas,
  // Absent in runs of earlier versions.
  skippedJobs: counterSchemas.skippedJobs.default(0),
});
export type RunCounters = z.infer<typeof runCounters>;

export const noCounters: Readonly<RunCounters> = Object.freeze(mapCounters(() => 0));

/** The stage of the way of a record at which something failed. */
export const stageName = z.enum(['fetch', 'parse', 'normalize', 'batch', 'upsert', 'finalize']);
export type StageName = z.infer<typeof stageName>;

/** Why one record failed: one of the kept samples. Exact totals are in `failureTotals`. */
export const failureSample = z.object({
  stage: stageName,
  reasonCode: z.string(),
  message: z.string(),
  /** 0-based position of the record in the feed; null if unknown. */
  position: count.nullable(),
  batchIndex: count.nullable(),
  dedupeKey: z.string().nullable(),
  externalId: z.string().nullable(),
  /** The link of the record, where it could be read. Absent in runs of earlier versions. */
  jobUrl: z.string().nullish(),
  /** The field at fault, where one is. */
  field: z.string().nullable(),
  at: timestamp,
});
export type FailureSample = z.infer<typeof failureSample>;

/** Failed records per reason code: exact, whatever the number of samples kept. */
export const failureTotals = z.record(z.string(), count);
export type FailureTotals = z.infer<typeof failureTotals>;

/** Something odd about a feed that was imported all the same: see `warningCatalog`. */
export const runWarning = z.object({
  code: z.enum(warningCodes),
  /** How many records, jobs or pages it concerns. */
  count,
  message: z.string(),
  /** Texts of the feed that show it, shortened. */
  samples: z.array(z.string()).max(warningLimits.samples),
});
export type RunWarning = z.infer<typeof runWarning>;

export const namedError = z.object({ code: z.string(), message: z.string() });
export type NamedError = z.infer<typeof namedError>;

/** The response of the feed's server. */
export const httpFacts = z.object({
  status: z.number().int().nullable(),
  /** The address of the response, after redirects. */
  finalUrl: z.string().nullable(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  contentType: z.string().nullable(),
  /** Bytes of the body after decompression. */
  bytes: count,
  notModified: z.boolean(),
  /** Where a permanent redirect (301, 308) points: a suggestion, not applied. */
  movedTo: z.string().nullable(),
});
export type HttpFacts = z.infer<typeof httpFacts>;

/** What the feed turned out to be. */
export const feedFacts = z.object({
  dialect: z.string(),
  charset: z.string(),
  recordElement: z.string(),
  /** Per field of a job, the path in the record that fills it in the first records. */
  fields: z.record(z.string(), z.string()).default({}),
});
export type FeedFacts = z.infer<typeof feedFacts>;

/** What is known of a feed as a list of jobs, kept with its source. */
export const feedListing = z.object({
  /** Records of a list of the newest jobs, from which older jobs slide out; null if the feed is no such list. */
  window: count.nullable(),
  /** Records whose job is unknown, when nothing was missing: no job is closed while there are more. */
  unreadable: count,
});
export type FeedListing = z.infer<typeof feedListing>;

/** Why the whole feed was read, not only what changed since the last full import. */
export const fullReadReason = z.enum([
  /** The request that started the run demanded it. */
  'requested',
  /** No earlier import wrote everything it read, or its manifest was deleted. */
  'nothing-to-compare',
  /**
   * Since the last import that did, jobs were written by a run, or a fetch attempt of this one, that was not complete.
   */
  'written-since',
  /** The same bytes may give other jobs: the dialect, mapping, address or version of Feedflow changed. */
  'read-differently',
  /** MongoDB has another number of open jobs than after the last import. */
  'jobs-disagree',
  /** The last full read is longer ago than FULL_IMPORT_INTERVAL_HOURS. */
  'due',
]);
export type FullReadReason = z.infer<typeof fullReadReason>;

/** How the feed was compared with the last full import of its source. */
export const feedComparison = z.object({
  fullReadReason: fullReadReason.nullable(),
  /** Records in parts of the feed that were the same, byte for byte, and were not parsed. */
  knownRecords: count,
});
export type FeedComparison = z.infer<typeof feedComparison>;

/**
 * What a run did about jobs that are no longer in the feed, that the feed deletes by name, or whose records are
 * skipped.
 */
export const removal = z.object({
  /** Closed; or held back until a user confirms, because too many disappeared at once. */
  state: z.enum(['closed', 'held']),
  /** All of them. */
  vanishedJobs: count,
  /** Those of them that the feed deletes by name. Absent in runs of earlier versions, which did not hold them back. */
  deletedJobs: count.default(0),
  /** Those of them whose records the filter of the source skips. Absent in runs of earlier versions. */
  excludedJobs: count.default(0),
  /** Open jobs of the source before the run. */
  openBefore: count,
  /** If more than this share of them disappears at once, none is closed. */
  limitPercent: count,
  confirmedAt: timestamp.nullable(),
});
export type Removal = z.infer<typeof removal>;

/** A step that failed and is executed again. */
export const stepRetry = z.object({
  at: timestamp,
  /** The execution that failed, from 1, and the maximum. */
  execution: positiveCount,
  maxExecutions: positiveCount,
  error: namedError,
  /** The next execution begins after this time at the latest, in ms. */
  withinMs: count,
});
export type StepRetry = z.infer<typeof stepRetry>;

/** How many records a condition of a source's filter left out. */
export const skippedBy = z.object({
  /** As it was then, as text. */
  condition: z.string(),
  count,
});
export type SkippedBy = z.infer<typeof skippedBy>;

const fetchStatus = z.enum(['waiting', 'running', 'completed', 'failed']);

/** The fetch-feed child of a run: how reading the feed went. */
export const fetchState = z.object({
  /** The number of this fetch attempt within the attempt, from 1. */
  fetchAttempt: count,
  /**
   * Set while this fetch attempt (`by`) has not replaced the one whose record counts and batches are those of the run: that
   * happens once it has read as many records, or before it writes jobs. `fetchAttempt` is 0 for one of an earlier
   * attempt. It says nothing of any other fetch attempt: processes of earlier versions replace without it.
   */
  unreplaced: z.object({ fetchAttempt: count, by: positiveCount }).nullish(),
  status: fetchStatus,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  durationMs: count.nullable(),
  worker: z.string().nullable(),
  /** Whether this attempt has sent a request to the feed's server. Absent in runs of earlier versions. */
  isReading: z.boolean().optional(),
  /** How often the fetch lost its worker, and how often of these between the request and the first record. */
  lostWorkers: count.default(0),
  lostBeforeRecords: count.default(0),
  /** The host whose turn this fetch waits for. Absent in runs of earlier versions. */
  waitsForHost: z.string().nullish(),
  /** The host that this fetch attempt waited for before it began, and since when. Null if it did not. */
  hostWait: z.object({ host: z.string(), since: timestamp }).nullish(),
  /** When the feed was requested: once the reader had started. */
  requestedAt: timestamp.nullish(),
  /** From the request to the response of the server, and to the first record, in ms. */
  responseMs: count.nullish(),
  firstRecordMs: count.nullish(),
  /** Set while a failed fetch attempt waits for the next one. */
  retry: stepRetry.nullish(),
  /** Records seen so far, and those that never reached a batch. */
  totalFetched: count,
  duplicateJobs: count,
  failedJobs: count,
  /** Unchanged records that needed no batch: see `comparison`. */
  unchangedJobs: count.default(0),
  /** Records that the filter of the source leaves out, and how many by which condition. */
  skippedJobs: count.default(0),
  skippedBy: z.array(skippedBy).default([]),
  failureTotals,
  comparison: feedComparison.nullable().default(null),
  /** What is kept of the feed to compare the next one with; null where it was not read to its end. */
  manifestId: z.string().nullable().default(null),
  feed: feedFacts.nullable(),
  /** How jobs are identified, and why. Null in runs of earlier versions and before the feed is read. */
  identity: usedIdentity.nullable().default(null),
  /**
   * Documents that the feed was read from: its pages, or the files of its archive. Absent in runs of earlier versions.
   */
  pages: count.nullish(),
  /** What the next import must know of this reading to close jobs; null where it learned nothing. */
  listing: feedListing.nullish(),
  /**
   * Open jobs that are missing from a feed with several pages, and stay open because the last import still had them.
   * Null for any other feed.
   */
  missingOnce: count.nullish(),
  /** Open jobs of the source before the feed was compared. Absent where that is not known. */
  openBefore: count.nullish(),
  /** How many jobs of the feed have each field, read or unchanged. Absent where the feed was not read. */
  fill: fieldFill.nullish(),
  /** False if the feed was cut off, or has pages that were not read: no job may be closed by it. Null while unknown. */
  complete: z.boolean().nullable(),
  error: namedError.nullable(),
});
export type FetchState = z.infer<typeof fetchState>;

/** The fetch attempt whose record counts and batches are those of the run; 0 for one of an earlier attempt. */
export function countedFetch({
  fetchAttempt,
  unreplaced,
}: Pick<FetchState, 'fetchAttempt' | 'unreplaced'>): number {
  return unreplaced?.by === fetchAttempt ? unreplaced.fetchAttempt : fetchAttempt;
}

/** Whether that is the latest one. */
export function isCounted(fetch: Pick<FetchState, 'fetchAttempt' | 'unreplaced'>): boolean {
  return countedFetch(fetch) === fetch.fetchAttempt;
}

export const runMeta = z.object({
  /** Records per batch. */
  batchSize: count,
  /** Batches that the worker which reads the feed handles at a time; 0 before it starts. */
  concurrency: count,
  /** Null until the whole feed is read. */
  totalBatches: count.nullable(),
  /** Batches that were processed, failed ones among them. */
  processedBatches: count,
  failedBatches: count,
  durationMs: count.nullable(),
  /**
   * Records that the present fetch attempt has read so far, while the counts are still those of an earlier one. Null
   * otherwise.
   */
  rereadRecords: count.nullish(),
});
export type RunMeta = z.infer<typeof runMeta>;

/** One attempt at the run: the first, and one more per re-run or rescue. Its counters are the run's at its end. */
export const runAttempt = runCounters.extend({
  attempt: positiveCount,
  trigger: runTrigger,
  /** Whether it is a rescue, because the steps of the previous attempt were lost. */
  rescue: z.boolean(),
  status: runStatus,
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  durationMs: count.nullable(),
});
export type RunAttempt = z.infer<typeof runAttempt>;

/** One import run, as stored in `import_logs` and returned by GET /api/import-logs/:runId. */
export const importLog = runCounters.extend({
  runId: z.string(),
  sourceUrl: z.string(),
  sourceName: z.string(),
  trigger: runTrigger,
  /** Whether its request demanded that the whole feed is read. Absent in runs of earlier versions. */
  full: z.boolean().optional(),
  status: runStatus,
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  /** The attempt that is running or ran last, from 1. */
  attempt: positiveCount,
  attempts: z.array(runAttempt),
  /** What went wrong with the run as a whole (not with single records). */
  error: namedError.nullable(),
  /** When a user requested that the run stop. */
  cancelRequestedAt: timestamp.nullable(),
  fetch: fetchState,
  http: httpFacts.nullable(),
  failures: z.array(failureSample),
  failureTotals,
  /** What is odd about the feed. A run can be completed and have warnings. */
  warnings: z.array(runWarning).default([]),
  /** Null if no job disappeared, or if the source does not close jobs. */
  removal: removal.nullable().default(null),
  /**
   * Of its new and updated jobs, those stored closed because their expiry date is past. Absent in runs of earlier
   * versions.
   */
  expiredJobs: count.nullish(),
  /**
   * Open jobs of its source at its end, or when jobs that it held back were closed. Absent where they were not counted.
   */
  openAfter: count.nullish(),
  meta: runMeta,
});
export type Run = z.infer<typeof importLog>;

/** The response of GET /api/import-logs/:runId. */
export const runDetails = importLog.extend({
  /** What a re-run would process again now; nothing while the run is running. */
  rerunnable: z.object({ batches: count, records: count }),
});
export type RunDetails = z.infer<typeof runDetails>;

/** A run as listed: no samples, no attempts. */
export const importLogSummary = importLog.omit({ failures: true, attempts: true, fetch: true });
export type RunSummary = z.infer<typeof importLogSummary>;

/** The response of GET /api/import-logs: newest first; `nextCursor` is null on the last page. */
export const importLogPage = z.object({
  items: z.array(importLogSummary),
  nextCursor: z.string().nullable(),
});
export type RunPage = z.infer<typeof importLogPage>;
