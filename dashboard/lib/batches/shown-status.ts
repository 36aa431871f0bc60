import type { BatchStatus } from '@feedflow/shared/model/batch';

/**
 * A batch's status as it is shown. One whose records were refused has completed as a job, but is not what a
 * reader would call completed.
 */
export function shownBatchStatus(batch: {
  status: BatchStatus;
  failedJobs: number;
}): BatchStatus | 'partial' {
  return batch.status === 'completed' && batch.failedJobs > 0 ? 'partial' : batch.status;
}
