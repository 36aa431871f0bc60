import type { RunSummary } from '../api/types.ts';

/**
 * How many runs at the head of the list are newer than the one that led it when the reader last stood at its
 * top: they are held back, so that no row moves under the pointer. None where that one is not in the list (any
 * more), since then there is nothing to keep in its place.
 */
export function heldBack(runs: readonly Pick<RunSummary, 'runId'>[], leader: string | null): number {
  if (leader === null) return 0;
  return Math.max(
    0,
    runs.findIndex((run) => run.runId === leader),
  );
}
