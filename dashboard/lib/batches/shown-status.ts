import type { BatchStatus } from '@feedflow/shared/model/batch';

export type ShownBatchStatus = BatchStatus | 'completed-with-errors';

/**
 * The status of a batch as it is shown. A batch with failed records has completed as a step, but a reader would
 * not call it completed.
 */
export function shownBatchStatus(batch: { status: BatchStatus; failedJobs: number }): ShownBatchStatus {
  return batch.status === 'completed' && batch.failedJobs > 0 ? 'completed-with-errors' : batch.status;
}
