import { noCounters } from '@feedflow/shared/model/run';
import type { Batch, Run } from '../lib/api/types.ts';

/** A run as the API returns it, for tests: running, nothing read yet. */
export function makeRun(changes: Partial<Run> = {}): Run {
  return {
    ...noCounters,
    runId: '0123456789abcdef01234567',
    sourceUrl: 'https://feeds.example.com/jobs.xml',
    sourceName: 'Acme',
    trigger: 'manual',
    status: 'running',
    startedAt: '2026-11-24T12:00:00.000Z',
    finishedAt: null,
    attempt: 1,
    attempts: [],
    error: null,
    cancelRequestedAt: null,
    fetch: {
      fetchAttempt: 1,
      status: 'running',
      startedAt: '2026-11-24T12:00:00.000Z',
      finishedAt: null,
      durationMs: null,
      lostWorkers: 0,
      lostBeforeRecords: 0,
      worker: 'worker-1',
      totalFetched: 0,
      duplicateJobs: 0,
      failedJobs: 0,
      unchangedJobs: 0,
      failureTotals: {},
      comparison: null,
      waitsForHost: null,
      manifestId: null,
      feed: null,
      complete: null,
      error: null,
    },
    http: null,
    failures: [],
    failureTotals: {},
    warnings: [],
    removal: null,
    meta: {
      batchSize: 100,
      concurrency: 4,
      totalBatches: null,
      processedBatches: 0,
      failedBatches: 0,
      durationMs: null,
    },
    rerunnable: { batches: 0, records: 0 },
    ...changes,
  };
}

/** A completed batch as the API returns it, for tests. */
export function makeBatch(batchIndex: number, changes: Partial<Batch> = {}): Batch {
  return {
    batchId: `run-1-${batchIndex}`,
    runId: '0123456789abcdef01234567',
    attempt: 1,
    fetchAttempt: 1,
    batchIndex,
    superseded: false,
    status: 'completed',
    records: 100,
    newJobs: 0,
    updatedJobs: 0,
    unchangedJobs: 100,
    failedJobs: 0,
    enqueuedAt: '2026-11-24T12:00:00.000Z',
    startedAt: '2026-11-24T12:00:01.000Z',
    finishedAt: '2026-11-24T12:00:02.000Z',
    durationMs: 1_000,
    tries: 1,
    worker: 'worker-1',
    error: null,
    failures: [],
    failureTotals: {},
    ...changes,
  };
}
