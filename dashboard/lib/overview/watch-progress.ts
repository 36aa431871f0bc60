import type { RunSummary } from '../api/types.ts';
import { settledRecords } from '../runs/outcomes.ts';

/** How far a run was when it was last seen to move, and when that was (ms since 1970). */
interface Mark {
  progress: string;
  sinceMs: number;
}
export type Marks = ReadonlyMap<string, Mark>;

/** Slow feeds are read in bursts, and a server is asked again only after a while. */
const STALLED_AFTER_MS = 90_000;

/** The marks of the runs that are running now. The same object where none moved, came or went. */
export function watched(marks: Marks, running: readonly RunSummary[], nowMs: number): Marks {
  const next = new Map(
    running.map((run) => {
      const progress = `${run.attempt} ${run.totalFetched} ${run.meta.processedBatches} ${settledRecords(run)}`;
      const mark = marks.get(run.runId);
      return [run.runId, mark?.progress === progress ? mark : { progress, sinceMs: nowMs }] as const;
    }),
  );
  const same = next.size === marks.size && [...next].every(([runId, mark]) => marks.get(runId) === mark);
  return same ? marks : next;
}

/** The runs that have not moved for a minute and a half under our eyes, and since when. */
export function stalledSince(marks: Marks, nowMs: number): Map<string, number> {
  return new Map(
    [...marks].flatMap(([runId, { sinceMs }]) =>
      nowMs - sinceMs >= STALLED_AFTER_MS ? [[runId, sinceMs] as const] : [],
    ),
  );
}
