import { z } from 'zod';
import { count, positiveCount, timestamp } from './scalars.ts';

export const runStatus = z.enum(['running', 'completed', 'partial', 'failed', 'cancelled']);
export type RunStatus = z.infer<typeof runStatus>;

export const runTrigger = z.enum(['schedule', 'manual', 'rerun']);
export type RunTrigger = z.infer<typeof runTrigger>;

/**
 * What a run did, in records. Invariant:
 * totalFetched = newJobs + updatedJobs + unchangedJobs + duplicateJobs + failedJobs,
 * totalImported = newJobs + updatedJobs + unchangedJobs.
 */
export const runCounters = z.object({
  totalFetched: count,
  totalImported: count,
  newJobs: count,
  updatedJobs: count,
  unchangedJobs: count,
  duplicateJobs: count,
  failedJobs: count,
  removedJobs: count,
});
export type RunCounters = z.infer<typeof runCounters>;

export const noCounters: Readonly<RunCounters> = Object.freeze({
  totalFetched: 0,
  totalImported: 0,
  newJobs: 0,
  updatedJobs: 0,
  unchangedJobs: 0,
  duplicateJobs: 0,
  failedJobs: 0,
  removedJobs: 0,
});

/** The stage of the way of a record at which something failed. */
export const stageName = z.enum(['fetch', 'parse', 'normalize', 'batch', 'upsert', 'finalize']);
export type StageName = z.infer<typeof stageName>;

/** Why one record failed: one of the kept samples. Exact totals stand in `failureTotals`. */
export const failureSample = z.object({
  stage: stageName,
  reasonCode: z.string(),
  message: z.string(),
  /** 0-based place of the record in the feed; null where it is not known. */
  position: count.nullable(),
  batchIndex: count.nullable(),
  dedupeKey: z.string().nullable(),
  externalId: z.string().nullable(),
  /** The field at fault, where one is. */
  field: z.string().nullable(),
  at: timestamp,
});
export type FailureSample = z.infer<typeof failureSample>;

/** Failed records per reason code: exact, whatever the number of samples kept. */
export const failureTotals = z.record(z.string(), count);
export type FailureTotals = z.infer<typeof failureTotals>;

export const namedError = z.object({ code: z.string(), message: z.string() });
export type NamedError = z.infer<typeof namedError>;

/** What the feed's server answered. */
export const httpFacts = z.object({
  status: z.number().int().nullable(),
  /** The address that answered in the end, after redirects. */
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
});
export type FeedFacts = z.infer<typeof feedFacts>;

/** Why all of a feed was read, not only what changed since the last whole import. */
export const fullReadReason = z.enum([
  /** The run was asked to. */
  'requested',
  /** There is no import before it that wrote all it read, or it was forgotten. */
  'nothing-to-compare',
  /** The same bytes may come out as other postings: another dialect, mapping, address, or version of Feedflow. */
  'read-differently',
  /** MongoDB has another number of open postings than the last import left there. */
  'jobs-disagree',
  /** The last full read is longer ago than FULL_IMPORT_INTERVAL_HOURS. */
  'due',
]);
export type FullReadReason = z.infer<typeof fullReadReason>;

/** How the feed was compared with the last whole import of its source. */
export const feedComparison = z.object({
  fullReadReason: fullReadReason.nullable(),
  /** Records in parts of the feed that were the same, byte for byte, and were not parsed. */
  knownRecords: count,
});
export type FeedComparison = z.infer<typeof feedComparison>;

/** What a run of a source that says `removeVanished` did about postings that its feed has no more. */
export const removal = z.object({
  /** Closed; or held back, because too many vanished at once, until someone confirms. */
  state: z.enum(['closed', 'held']),
  vanishedJobs: count,
  /** Open postings of the source before the run. */
  openBefore: count,
  /** More than this share of them vanishing at once is held back. */
  limitPercent: count,
  confirmedAt: timestamp.nullable(),
});
export type Removal = z.infer<typeof removal>;

const fetchStatus = z.enum(['waiting', 'running', 'completed', 'failed']);

/** The fetch-feed child of a run: how reading the feed went. */
export const fetchState = z.object({
  /** Which try at reading the feed this is, from 1: only the last one's batches count. */
  fetchAttempt: count,
  status: fetchStatus,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  durationMs: count.nullable(),
  worker: z.string().nullable(),
  /** Whether the feed's server was asked in this attempt. Absent in runs of earlier versions. */
  isReading: z.boolean().optional(),
  /** How often the fetch lost its worker, and how often of these after its server was asked and before a record was read. */
  lostWorkers: count.default(0),
  lostBeforeRecords: count.default(0),
  /** The host of which enough feeds are being read, so that this one waits. Absent in runs of earlier versions. */
  waitsForHost: z.string().nullish(),
  /** Records seen so far, and those that never reached a batch. */
  totalFetched: count,
  duplicateJobs: count,
  failedJobs: count,
  /** Those known to be as they were, without a batch: see `comparison`. */
  unchangedJobs: count.default(0),
  failureTotals,
  comparison: feedComparison.nullable().default(null),
  /** What is kept of the feed to compare the next one with; null where it was not read to its end. */
  manifestId: z.string().nullable().default(null),
  feed: feedFacts.nullable(),
  /** False where the feed was cut off: nothing may be removed on its word. Null while unknown. */
  complete: z.boolean().nullable(),
  error: namedError.nullable(),
});
export type FetchState = z.infer<typeof fetchState>;

export const runMeta = z.object({
  /** Records per batch. */
  batchSize: count,
  /** Batches the worker that reads the feed handles at a time; 0 until one has begun. */
  concurrency: count,
  /** Null until the whole feed is read. */
  totalBatches: count.nullable(),
  processedBatches: count,
  failedBatches: count,
  durationMs: count.nullable(),
});
export type RunMeta = z.infer<typeof runMeta>;

/** One attempt at the run: the first, and one more per re-run or rescue. Its counters are the run's at its end. */
export const runAttempt = runCounters.extend({
  attempt: positiveCount,
  trigger: runTrigger,
  /** Whether it was begun because the one before had lost its jobs. */
  rescue: z.boolean(),
  status: runStatus,
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  durationMs: count.nullable(),
});
export type RunAttempt = z.infer<typeof runAttempt>;

/** One import run, as kept in `import_logs` and answered by GET /api/import-logs/:runId. */
export const importLog = runCounters.extend({
  runId: z.string(),
  sourceUrl: z.string(),
  sourceName: z.string(),
  trigger: runTrigger,
  status: runStatus,
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  /** The attempt that is running or ran last, from 1. */
  attempt: positiveCount,
  attempts: z.array(runAttempt),
  /** What went wrong with the run as a whole (not with single records). */
  error: namedError.nullable(),
  /** When someone asked a running run to stop. */
  cancelRequestedAt: timestamp.nullable(),
  fetch: fetchState,
  http: httpFacts.nullable(),
  failures: z.array(failureSample),
  failureTotals,
  /** Null where nothing vanished, or nobody was to look. */
  removal: removal.nullable().default(null),
  meta: runMeta,
});
export type Run = z.infer<typeof importLog>;

/** The answer of GET /api/import-logs/:runId. */
export const runDetails = importLog.extend({
  /** What a re-run of all that failed would run again now; nothing while the run is running. */
  rerunnable: z.object({ batches: count, records: count }),
});
export type RunDetails = z.infer<typeof runDetails>;

/** A run as listed: no samples, no attempts. */
export const importLogSummary = importLog.omit({ failures: true, attempts: true, fetch: true });
export type RunSummary = z.infer<typeof importLogSummary>;

/** The answer of GET /api/import-logs: newest first; `nextCursor` is null on the last page. */
export const importLogPage = z.object({
  items: z.array(importLogSummary),
  nextCursor: z.string().nullable(),
});
export type RunPage = z.infer<typeof importLogPage>;
