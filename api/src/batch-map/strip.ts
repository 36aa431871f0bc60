import { type BatchStrip, MAX_CELLS } from '@feedflow/shared/model/batch-map';
import type { BatchMark } from '@feedflow/shared/mongo/batches/batch-marks';

/** Cuts batches into cells of as many neighbours each as keep the strip within its bound. */
export function toStrip(marks: readonly BatchMark[]): BatchStrip {
  const indexes = marks.reduce((most, mark) => Math.max(most, mark.batchIndex + 1), 0);
  const batchesPerCell = Math.max(1, Math.ceil(indexes / MAX_CELLS));
  const cells = Math.ceil(indexes / batchesPerCell);
  const column = () => new Array<number>(cells).fill(0);
  const strip: BatchStrip = {
    batchesPerCell,
    waiting: column(),
    running: column(),
    completed: column(),
    failed: column(),
    cancelled: column(),
    records: column(),
    failedJobs: column(),
    worst: column(),
  };
  const urgencies = new Array<number>(cells).fill(0);
  for (const mark of marks) {
    const { batchIndex, status, records, failedJobs } = mark;
    const cell = Math.floor(batchIndex / batchesPerCell);
    if (urgency(mark) > (urgencies[cell] ?? 0)) {
      urgencies[cell] = urgency(mark);
      strip.worst[cell] = batchIndex % batchesPerCell;
    }
    add(strip[status], cell, 1);
    add(strip.records, cell, records);
    add(strip.failedJobs, cell, failedJobs);
  }
  return strip;
}

/** The larger, the more urgent a batch is; 0 is for none at all. */
function urgency({ status, failedJobs }: BatchMark): number {
  if (status === 'completed') return failedJobs > 0 ? 5 : 1;
  return { waiting: 2, cancelled: 3, running: 4, failed: 6 }[status];
}

function add(column: number[], cell: number, amount: number): void {
  column[cell] = (column[cell] ?? 0) + amount;
}
