import type { BatchStatus } from '@feedflow/shared/model/batch';
import type { BatchMark } from '@feedflow/shared/mongo/batches/batch-marks';

/** A batch that was begun, in milliseconds since the epoch; `endMs` is Infinity while it runs. */
export interface Work {
  batchIndex: number;
  status: BatchStatus;
  worker: string;
  startMs: number;
  endMs: number;
}

/** What one worker did one after the other. */
export interface Lane {
  worker: string;
  slot: number;
  work: Work[];
}

/** The batches of a worker, in the order in which it started them. */
export function toWork(marks: readonly BatchMark[]): Work[] {
  const work = marks.flatMap(({ batchIndex, status, worker, startedAt, finishedAt }): Work[] => {
    if (!startedAt || !worker) return [];
    const startMs = startedAt.getTime();
    // Clocks of the processes that wrote the two may differ.
    const endMs = finishedAt ? Math.max(startMs, finishedAt.getTime()) : Number.POSITIVE_INFINITY;
    return [{ batchIndex, status, worker, startMs, endMs }];
  });
  return work.sort((a, b) => a.startMs - b.startMs || a.batchIndex - b.batchIndex);
}

/**
 * Puts work into lanes: each piece into the first lane of its worker that is free by then.
 *
 * @param work in the order of its beginning
 * @returns the lanes worker by worker, and within a worker by slot
 */
export function toLanes(work: readonly Work[]): Lane[] {
  const byWorker = new Map<string, Lane[]>();
  for (const piece of work) {
    const lanes = byWorker.get(piece.worker) ?? [];
    byWorker.set(piece.worker, lanes);
    const free = lanes.find((lane) => (lane.work.at(-1)?.endMs ?? 0) <= piece.startMs);
    if (free) free.work.push(piece);
    else lanes.push({ worker: piece.worker, slot: lanes.length, work: [piece] });
  }
  return [...byWorker].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, lanes]) => lanes);
}
