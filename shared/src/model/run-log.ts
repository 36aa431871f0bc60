import { z } from 'zod';
import type { FetchState, HttpFacts, NamedError, StepRetry } from './run.ts';
import { count, positiveCount, timestamp } from './scalars.ts';

/** What an entry of a run's event log is about. */
const runLogKind = z.enum([
  'run-started',
  'rerun-started',
  'rescue-started',
  'host-wait',
  'fetch-started',
  'redirected',
  'response-received',
  'first-record',
  'fetch-retry',
  'fetch-interrupted',
  'fetch-failed',
  'feed-read',
  'batch-retry',
  'batch-failed',
  'cancel-requested',
  'jobs-closed',
  'jobs-held',
  'removal-confirmed',
  'attempt-ended',
  'run-ended',
  'alert-refused',
  'entries-omitted',
]);

const runLogSeverity = z.enum(['info', 'warning', 'error']);
export type RunLogSeverity = z.infer<typeof runLogSeverity>;

/** One entry of a run's event log. */
export const runLogEntry = z.object({
  /** Unique within the run, and the same at every request. */
  id: z.string(),
  at: timestamp,
  kind: runLogKind,
  severity: runLogSeverity,
  /** The attempt at the run that it belongs to. */
  attempt: positiveCount,
  /** The batch it is about; null for most entries. */
  batchIndex: count.nullable(),
  /** One sentence. It may contain text of the feed's server, shortened. */
  message: z.string(),
});
export type RunLogEntry = z.infer<typeof runLogEntry>;

/** The response of GET /api/import-logs/:runId/events: oldest first. */
export const runLogPage = z.object({ items: z.array(runLogEntry), nextCursor: z.string().nullable() });
export type RunLogPage = z.infer<typeof runLogPage>;

/** A fetch attempt that a later one has replaced: what is kept of it. */
export interface PastFetch
  extends Pick<
    FetchState,
    'fetchAttempt' | 'startedAt' | 'requestedAt' | 'responseMs' | 'firstRecordMs' | 'hostWait' | 'retry'
  > {
  /** The attempt at the run. */
  attempt: number;
  /** Null if it had read fewer records than the one whose counts are those of the run. */
  totalFetched: number | null;
  http: Pick<HttpFacts, 'status' | 'finalUrl' | 'notModified'> | null;
}

/** A recipient of the alerts about a run whom the mail server refused permanently. */
export interface AlertRefusal {
  at: Date;
  recipient: string;
  /** The server's response, shortened. */
  reason: string;
}

/** A batch that failed, as the event log needs it. */
export interface FailedBatch {
  at: Date;
  attempt: number;
  fetchAttempt: number;
  batchIndex: number;
  records: number;
  error: NamedError;
}

/** A failed execution of a batch. */
export interface BatchRetry extends StepRetry {
  attempt: number;
  fetchAttempt: number;
  batchIndex: number;
}
