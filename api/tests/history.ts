import { noCounters, type Run, type RunCounters, type RunStatus } from '@feedflow/shared/model/run';
import type { Database } from '@feedflow/shared/mongo/database';
import type { RunEnd } from '@feedflow/shared/mongo/runs/run-ends';
import { newRun } from '@feedflow/shared/run/new-run';

export interface PastRun {
  source?: string;
  url?: string;
  trigger?: Run['trigger'];
  status?: RunStatus;
  startedAt: Date;
  durationMs?: number;
  counters?: Partial<RunCounters>;
  warnings?: Run['warnings'];
  fetch?: Partial<Run['fetch']>;
  end?: Partial<RunEnd>;
}

/** How a run ends that read nothing, unless `changes` say otherwise. */
export function runEnd(changes: Partial<RunEnd> = {}): RunEnd {
  return {
    status: 'completed',
    finishedAt: new Date(),
    counters: noCounters,
    error: null,
    failures: [],
    failureTotals: {},
    meta: { totalBatches: 0, processedBatches: 0, failedBatches: 0 },
    ...changes,
  };
}

/** Writes a run into the history as the processes would: begun, and, unless it is running, ended. */
export async function addRun({ importLogs }: Database, past: PastRun): Promise<string> {
  const {
    source = 'acme',
    url = `https://feeds.test/${source}`,
    trigger = 'schedule',
    status = 'completed',
    startedAt,
    durationMs = 1_000,
  } = past;
  const run = newRun({ name: source, url }, trigger, startedAt, {
    batchSize: 200,
  });
  await importLogs.insertRunning({
    ...run,
    warnings: past.warnings ?? [],
    fetch: { ...run.fetch, ...past.fetch },
  });
  if (status !== 'running') {
    const finishedAt = new Date(startedAt.getTime() + durationMs);
    const counters = { ...noCounters, ...past.counters };
    await importLogs.finish(run, runEnd({ status, finishedAt, counters, ...past.end }));
  }
  return run.runId;
}
