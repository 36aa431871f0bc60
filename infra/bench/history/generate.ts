import { hash } from 'node:crypto';
import { DAY_MS } from '@feedflow/shared/durations';
import type { Batch } from '@feedflow/shared/model/batch';
import type { FailureSample, Run, RunStatus } from '@feedflow/shared/model/run';
import { newRun } from '@feedflow/shared/run/new-run';
import type { Db } from 'mongodb';

export interface HistorySize {
  runs: number;
  batchesPerRun: number;
  sources: number;
  /** The days before `until` that the runs are spread over. */
  days: number;
  until: Date;
}

const CHUNK = 2_000;
const BATCH_SIZE = 200;
/** The status of each hundred runs: most complete, a few do not. */
const STATUSES: readonly [upTo: number, status: RunStatus][] = [
  [88, 'completed'],
  [96, 'partial'],
  [99, 'failed'],
  [100, 'cancelled'],
];

/** Writes an invented history of runs and their batches; the same sizes give the same history. */
export async function generateHistory(db: Db, size: HistorySize): Promise<void> {
  const logs = db.collection<Run>('import_logs');
  const batches = db.collection<Omit<Batch, 'batchId'> & { _id: string }>('import_batches');
  for (let first = 0; first < size.runs; first += CHUNK) {
    const runs = Array.from({ length: Math.min(CHUNK, size.runs - first) }, (_, at) =>
      makeRun(first + at, size),
    );
    await logs.insertMany(runs, { ordered: false });
    await batches.insertMany(
      runs.flatMap((run) => Array.from({ length: size.batchesPerRun }, (_, at) => makeBatch(run, at))),
      { ordered: false },
    );
  }
}

function makeRun(index: number, size: HistorySize): Run {
  const pick = picker(index);
  const spanMs = size.days * DAY_MS;
  const startedAt = new Date(size.until.getTime() - spanMs + Math.floor((index * spanMs) / size.runs));
  const source = index % size.sources;
  const name = `board-${source}`;
  const run = newRun(
    { name, url: `https://feeds.test/${name}.xml` },
    pick(10) === 0 ? 'manual' : 'schedule',
    startedAt,
    { batchSize: BATCH_SIZE },
  );
  const status = statusOf(pick(100));
  const totalFetched = size.batchesPerRun * BATCH_SIZE;
  const failedJobs = status === 'completed' ? 0 : status === 'failed' ? totalFetched : 1 + pick(40);
  const newJobs = pick(100);
  const durationMs = 500 + pick(60_000);
  const counters = {
    totalFetched,
    failedJobs,
    newJobs,
    updatedJobs: 0,
    duplicateJobs: 0,
    removedJobs: 0,
    unchangedJobs: Math.max(0, totalFetched - failedJobs - newJobs),
    totalImported: totalFetched - failedJobs,
  };
  const finishedAt = new Date(startedAt.getTime() + durationMs);
  return {
    ...run,
    ...counters,
    // Ids are in the order of time, like those of real runs.
    runId: (index + 1).toString(16).padStart(24, '0'),
    status,
    finishedAt,
    attempts: run.attempts.map((attempt) => ({ ...attempt, ...counters, status, finishedAt, durationMs })),
    error: status === 'failed' ? { code: 'feed-unreachable', message: 'the connection was refused' } : null,
    failures:
      status === 'completed' ? [] : Array.from({ length: Math.min(40, failedJobs) }, (_, at) => sample(at)),
    failureTotals: failedJobs > 0 ? { 'title-missing': failedJobs } : {},
    meta: {
      ...run.meta,
      totalBatches: size.batchesPerRun,
      processedBatches: size.batchesPerRun,
      durationMs,
    },
  };
}

function makeBatch(run: Run, batchIndex: number): Omit<Batch, 'batchId'> & { _id: string } {
  const failed = run.status === 'failed';
  return {
    _id: `${run.runId}-1-1-${batchIndex}`,
    runId: run.runId,
    attempt: 1,
    fetchAttempt: 1,
    batchIndex,
    superseded: false,
    status: failed ? 'failed' : 'completed',
    records: BATCH_SIZE,
    newJobs: 0,
    updatedJobs: 0,
    unchangedJobs: failed ? 0 : BATCH_SIZE,
    failedJobs: failed ? BATCH_SIZE : 0,
    enqueuedAt: run.startedAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    durationMs: 50,
    tries: 1,
    worker: 'worker-1',
    error: null,
    failures: [],
    failureTotals: {},
  };
}

function sample(at: number): FailureSample {
  return {
    stage: 'normalize' as const,
    reasonCode: 'title-missing',
    message: `record ${at} has no title`,
    position: at,
    batchIndex: null,
    dedupeKey: null,
    externalId: String(at),
    jobUrl: null,
    field: 'title',
    at: new Date(0),
  };
}

/** A number from 0 to below a bound, always the same for the same run. */
function picker(seed: number): (bound: number) => number {
  const bytes = hash('sha1', String(seed), 'buffer');
  let at = 0;
  return (bound) => {
    at += 2;
    return bytes.readUInt16BE(at - 2) % bound;
  };
}

function statusOf(percent: number): RunStatus {
  return STATUSES.find(([upTo]) => percent < upTo)?.[1] ?? 'completed';
}
