import { ObjectId } from 'mongodb';
import { type FetchState, noCounters, type Run, type RunAttempt, type RunTrigger } from '../model/run.ts';
import type { Source } from '../model/source.ts';

/** fetch-feed before any worker has taken it. */
export const waitingFetch: Readonly<FetchState> = Object.freeze({
  fetchAttempt: 0,
  status: 'waiting',
  startedAt: null,
  finishedAt: null,
  durationMs: null,
  worker: null,
  lostWorkers: 0,
  lostBeforeRecords: 0,
  waitsForHost: null,
  totalFetched: 0,
  duplicateJobs: 0,
  failedJobs: 0,
  unchangedJobs: 0,
  skippedJobs: 0,
  skippedBy: [],
  failureTotals: {},
  comparison: null,
  manifestId: null,
  feed: null,
  identity: null,
  complete: null,
  error: null,
});

/** The same where a feed is to be read again. What was counted of it holds until that is replaced, as do its batches. */
export function waitingAgain(fetch: FetchState): FetchState {
  return {
    ...waitingFetch,
    totalFetched: fetch.totalFetched,
    duplicateJobs: fetch.duplicateJobs,
    failedJobs: fetch.failedJobs,
    unchangedJobs: fetch.unchangedJobs,
    skippedJobs: fetch.skippedJobs,
    skippedBy: fetch.skippedBy,
    failureTotals: fetch.failureTotals,
    comparison: fetch.comparison,
    identity: fetch.identity,
    openBefore: fetch.openBefore ?? null,
  };
}

/** An attempt as it begins. */
export function newAttempt(
  fields: Pick<RunAttempt, 'attempt' | 'trigger' | 'rescue' | 'startedAt'>,
): RunAttempt {
  return { ...fields, status: 'running', finishedAt: null, durationMs: null, ...noCounters };
}

/** A run as it is written down at its start. */
export function newRun(
  source: Pick<Source, 'name' | 'url'>,
  trigger: RunTrigger,
  startedAt: Date,
  { batchSize, full = false }: { batchSize: number; full?: boolean },
): Run {
  return {
    runId: new ObjectId().toHexString(),
    sourceUrl: source.url,
    sourceName: source.name,
    trigger,
    full,
    status: 'running',
    startedAt,
    finishedAt: null,
    ...noCounters,
    attempt: 1,
    attempts: [newAttempt({ attempt: 1, trigger, rescue: false, startedAt })],
    error: null,
    cancelRequestedAt: null,
    fetch: { ...waitingFetch },
    http: null,
    failures: [],
    failureTotals: {},
    warnings: [],
    removal: null,
    meta: {
      batchSize,
      concurrency: 0,
      totalBatches: null,
      processedBatches: 0,
      failedBatches: 0,
      durationMs: null,
    },
  };
}
