import type { RunFigures } from '@feedflow/shared/model/run-stats';
import { counterNames, type StoredRun, statuses } from './run-store.ts';

/** Adds runs up, one at a time. */
export interface FiguresSum {
  runs: number;
  byStatus: RunFigures['runs'];
  /** In the order of `counterNames`. */
  counters: Float64Array;
  /** Of the runs that ended, in ms, and the records those read. */
  durations: number[];
  endedRecords: number;
}

const TOTAL_FETCHED = counterNames.indexOf('totalFetched');

export function emptySum(): FiguresSum {
  return {
    runs: 0,
    byStatus: { running: 0, completed: 0, partial: 0, failed: 0, cancelled: 0 },
    counters: new Float64Array(counterNames.length),
    durations: [],
    endedRecords: 0,
  };
}

export function addRun(sum: FiguresSum, run: StoredRun): void {
  sum.runs += 1;
  sum.byStatus[run.status] += 1;
  for (let index = 0; index < sum.counters.length; index += 1) {
    sum.counters[index] = (sum.counters[index] ?? 0) + run.counter(index);
  }
  if (run.status === 'running' || Number.isNaN(run.durationMs)) return;
  sum.durations.push(run.durationMs);
  sum.endedRecords += run.counter(TOTAL_FETCHED);
}

/** The sum of sums. */
export function mergeSums(sums: readonly FiguresSum[]): FiguresSum {
  const merged = { ...emptySum(), durations: sums.flatMap((sum) => sum.durations) };
  for (const sum of sums) {
    merged.runs += sum.runs;
    for (const status of statuses) merged.byStatus[status] += sum.byStatus[status];
    merged.counters = merged.counters.map((value, index) => value + (sum.counters[index] ?? 0));
    merged.endedRecords += sum.endedRecords;
  }
  return merged;
}

export function toFigures(sum: FiguresSum): RunFigures {
  const { byStatus: runs, counters } = sum;
  const sorted = Float64Array.from(sum.durations).sort();
  const workMs = sorted.reduce((total, one) => total + one, 0);
  const judged = runs.completed + runs.partial + runs.failed;
  const counted = counterNames.map((name, index) => [name, counters[index] ?? 0]);
  return {
    runs,
    ...(Object.fromEntries(counted) as Record<(typeof counterNames)[number], number>),
    durationMs: { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) },
    recordsPerSecond: workMs > 0 ? Math.round((sum.endedRecords * 10_000) / workMs) / 10 : null,
    successRate: judged > 0 ? runs.completed / judged : null,
  };
}

/** The smallest value that at least the share `q` of all values does not exceed; null where there is none. */
function percentile(sorted: Float64Array, q: number): number | null {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null;
}
