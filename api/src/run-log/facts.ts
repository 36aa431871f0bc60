import type {
  NamedError,
  Run,
  RunTrigger,
  RunWarning,
  SkippedBy,
  StepRetry,
} from '@feedflow/shared/model/run';
import type { Actor } from './actor.ts';

/** What an entry of the event log says, by kind. Texts of a feed's server are shortened when they become a sentence. */
export type RunLogFact =
  | { kind: 'run-started'; trigger: RunTrigger; actor: Actor | null }
  | { kind: 'rerun-started'; actor: Actor | null }
  | { kind: 'rescue-started' }
  | { kind: 'host-wait'; host: string }
  | { kind: 'fetch-started'; host: string; fetchAttempt: number }
  | { kind: 'redirected'; url: string }
  | { kind: 'response-received'; status: number | null; notModified: boolean; afterMs: number }
  | { kind: 'first-record'; afterMs: number }
  | { kind: 'fetch-retry'; retry: StepRetry }
  | { kind: 'fetch-interrupted'; totalFetched: number | null }
  | { kind: 'fetch-failed'; error: NamedError; countsEarlier: boolean }
  | {
      kind: 'feed-read';
      records: number;
      batches: number | null;
      skippedBy: SkippedBy[];
      missingOnce: number;
      cut: NamedError | null;
      complete: boolean;
    }
  | { kind: 'batch-retry'; batchIndex: number; retry: StepRetry }
  | { kind: 'batch-failed'; batchIndex: number; records: number; error: NamedError }
  | { kind: 'cancel-requested'; actor: Actor | null }
  | { kind: 'jobs-closed'; jobs: number; gone: string }
  | { kind: 'jobs-held'; jobs: number; openBefore: number; limitPercent: number }
  | { kind: 'removal-confirmed'; jobs: number; actor: Actor | null }
  | { kind: 'attempt-ended'; attempt: number; status: Run['status'] }
  | { kind: 'run-ended'; status: Run['status']; error: NamedError | null; warnings: RunWarning[] }
  | { kind: 'alert-refused'; recipient: string; reason: string }
  | { kind: 'entries-omitted'; entries: number };
