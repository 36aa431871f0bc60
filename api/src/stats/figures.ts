import type { RunFigures } from '@feedflow/shared/run-stats';
import { counterNames, type StoredRun, statuses } from './run-store.ts';

/** Adds runs up, one at a time. */
export interface FiguresSum {
  readonly runs: number;
  add(run: StoredRun): void;
  figures(): RunFigures;
}

export function createFiguresSum(): FiguresSum {
  const runs = Object.fromEntries(statuses.map((status) => [status, 0])) as RunFigures['runs'];
  const counters = Object.fromEntries(counterNames.map((name) => [name, 0])) as Record<
    (typeof counterNames)[number],
    number
  >;
  const durations: number[] = [];
  let count = 0;
  let endedRecords = 0;

  return {
    get runs() {
      return count;
    },
    add: (run) => {
      count += 1;
      runs[run.status] += 1;
      for (const name of counterNames) counters[name] += run.counter(name);
      if (run.status === 'running' || Number.isNaN(run.durationMs)) return;
      durations.push(run.durationMs);
      endedRecords += run.counter('totalFetched');
    },
    figures: () => {
      const sorted = Float64Array.from(durations).sort();
      const workMs = sorted.reduce((sum, one) => sum + one, 0);
      const judged = runs.completed + runs.partial + runs.failed;
      return {
        runs,
        ...counters,
        durationMs: { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) },
        recordsPerSecond: workMs > 0 ? Math.round((endedRecords * 10_000) / workMs) / 10 : null,
        successRate: judged > 0 ? runs.completed / judged : null,
      };
    },
  };
}

/** The smallest value that at least the share `q` of all values does not exceed; null where there is none. */
function percentile(sorted: Float64Array, q: number): number | null {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null;
}
