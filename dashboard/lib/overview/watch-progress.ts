import { sumOutcomes } from '@feedflow/shared/model/counters';
import type { RunSummary } from '../api/types.ts';

/** The last observed progress of a run, and when it changed (ms since 1970). */
interface Mark {
  progress: string;
  sinceMs: number;
}
export type Marks = ReadonlyMap<string, Mark>;

/** Slow feeds arrive in bursts, and failed requests are retried after a delay. */
const STALLED_AFTER_MS = 90_000;

/** What changes whenever a run makes progress. */
export function progressOf(run: RunSummary): string {
  const { processedBatches, rereadRecords } = run.meta;
  return `${run.attempt} ${run.totalFetched} ${rereadRecords} ${processedBatches} ${sumOutcomes(run)}`;
}

/** Updates the marks for the running runs. Returns the same object if nothing changed. */
export function watched(marks: Marks, running: readonly RunSummary[], nowMs: number): Marks {
  const next = new Map(
    running.map((run) => {
      const progress = progressOf(run);
      const mark = marks.get(run.runId);
      return [run.runId, mark?.progress === progress ? mark : { progress, sinceMs: nowMs }] as const;
    }),
  );
  const same = next.size === marks.size && [...next].every(([runId, mark]) => marks.get(runId) === mark);
  return same ? marks : next;
}

/** The runs without observed progress for STALLED_AFTER_MS, and since when. */
export function stalledSince(marks: Marks, nowMs: number): Map<string, number> {
  return new Map(
    [...marks].flatMap(([runId, { sinceMs }]) =>
      nowMs - sinceMs >= STALLED_AFTER_MS ? [[runId, sinceMs] as const] : [],
    ),
  );
}
