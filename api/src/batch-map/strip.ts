import { type BatchStrip, MAX_CELLS } from '@feedflow/shared/batch-map';
import type { BatchMark } from '@feedflow/shared/mongo/batch-marks';

/** Cuts batches into cells of as many neighbours each as keep the strip within its bound. */
export function toStrip(marks: readonly BatchMark[]): BatchStrip {
  const places = marks.reduce((most, mark) => Math.max(most, mark.batchIndex + 1), 0);
  const batchesPerCell = Math.max(1, Math.ceil(places / MAX_CELLS));
  const cells = Math.ceil(places / batchesPerCell);
  const column = () => new Array<number>(cells).fill(0);
  const strip: BatchStrip = {
    batchesPerCell,
    ...{ waiting: column(), running: column(), completed: column(), failed: column(), cancelled: column() },
    ...{ records: column(), failedJobs: column() },
  };
  for (const { batchIndex, status, records, failedJobs } of marks) {
    const cell = Math.floor(batchIndex / batchesPerCell);
    add(strip[status], cell, 1);
    add(strip.records, cell, records);
    add(strip.failedJobs, cell, failedJobs);
  }
  return strip;
}

function add(column: number[], cell: number, amount: number): void {
  column[cell] = (column[cell] ?? 0) + amount;
}
