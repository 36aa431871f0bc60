import { type RunStatus, runCounters, runStatus } from '@feedflow/shared/model/run';
import type { RunFacts } from '@feedflow/shared/mongo/runs/run-facts';

export const counterNames = runCounters.keyof().options;
export const statuses = runStatus.options;

/** One run as read back: the same object every time, with the values of the row it is at. */
export interface StoredRun {
  startedAtMs: number;
  sourceName: string;
  status: RunStatus;
  /** NaN where the run has not ended. */
  durationMs: number;
  /** By the counter's index in `counterNames`. */
  counter(index: number): number;
}

export interface RunStore {
  readonly size: number;
  /** Adds a run, or replaces one that is there. */
  put(run: RunFacts): void;
  forEach(visit: (run: StoredRun) => void): void;
  /** The number of runs begun at or after `from` and before `to`. */
  countStarted(from: Date, to: Date): number;
  /** The ids of the runs that run. */
  running(): string[];
}

const FIRST_CAPACITY = 1_024;

/**
 * Keeps many runs in little memory, about 130 bytes each: a column of numbers per field instead of an object per run.
 */
export function createRunStore(): RunStore {
  const rowByRunId = new Map<string, number>();
  const sourceNames: string[] = [];
  const sourceNumbers = new Map<string, number>();
  const running = new Set<string>();
  let capacity = FIRST_CAPACITY;
  let columns = allocate(capacity);

  function grow(): void {
    capacity *= 2;
    const larger = allocate(capacity);
    larger.startedAtMs.set(columns.startedAtMs);
    larger.durationMs.set(columns.durationMs);
    larger.source.set(columns.source);
    larger.status.set(columns.status);
    for (const [index, counter] of larger.counters.entries()) counter.set(columns.counters[index] ?? []);
    columns = larger;
  }

  function numberOf(sourceName: string): number {
    const known = sourceNumbers.get(sourceName);
    if (known !== undefined) return known;
    sourceNumbers.set(sourceName, sourceNames.length);
    return sourceNames.push(sourceName) - 1;
  }

  return {
    get size() {
      return rowByRunId.size;
    },
    put: (run) => {
      const row = rowByRunId.get(run.runId) ?? rowByRunId.size;
      if (row === capacity) grow();
      rowByRunId.set(run.runId, row);
      if (run.status === 'running') running.add(run.runId);
      else running.delete(run.runId);
      columns.startedAtMs[row] = run.startedAt.getTime();
      columns.durationMs[row] = run.meta.durationMs ?? Number.NaN;
      columns.source[row] = numberOf(run.sourceName);
      columns.status[row] = statuses.indexOf(run.status);
      for (const [index, counter] of columns.counters.entries())
        counter[row] = run[counterNames[index] ?? 'newJobs'];
    },
    forEach: (visit) => {
      let row = 0;
      const run: StoredRun = {
        startedAtMs: 0,
        sourceName: '',
        status: 'running',
        durationMs: 0,
        counter: (index) => columns.counters[index]?.[row] ?? 0,
      };
      for (; row < rowByRunId.size; row += 1) {
        run.startedAtMs = columns.startedAtMs[row] ?? 0;
        run.durationMs = columns.durationMs[row] ?? Number.NaN;
        run.sourceName = sourceNames[columns.source[row] ?? 0] ?? '';
        run.status = statuses[columns.status[row] ?? 0] ?? 'running';
        visit(run);
      }
    },
    running: () => [...running],
    countStarted: (from, to) => {
      const began = columns.startedAtMs.subarray(0, rowByRunId.size);
      const isWithin = (at: number) => at >= from.getTime() && at < to.getTime();
      return began.reduce((count, at) => (isWithin(at) ? count + 1 : count), 0);
    },
  };
}

function allocate(capacity: number) {
  return {
    startedAtMs: new Float64Array(capacity),
    durationMs: new Float64Array(capacity),
    source: new Uint32Array(capacity),
    status: new Uint8Array(capacity),
    counters: counterNames.map(() => new Float64Array(capacity)),
  };
}
