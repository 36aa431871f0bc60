import type { RunSummary } from '../api/types.ts';

/**
 * The number of runs at the head of the list that are newer than `leader`, the first run when the user was last at
 * the top. They are held back, so that no row moves under the pointer. 0 if the leader is not in the list.
 */
export function heldBack(runs: readonly Pick<RunSummary, 'runId'>[], leader: string | null): number {
  if (leader === null) return 0;
  return Math.max(
    0,
    runs.findIndex((run) => run.runId === leader),
  );
}
