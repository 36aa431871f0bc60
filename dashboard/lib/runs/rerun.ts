import { amountLabel } from '@feedflow/shared/model/amount-label';
import type { Batch, Run, RunSummary } from '../api/types.ts';

/**
 * Whether a batch can run again: it failed as a whole, or MongoDB rejected some of its records. The records of other
 * batches are not stored. Only the API knows whether those of a lost batch are.
 */
export function isRerunnable(batch: Batch): boolean {
  if (batch.superseded) return false;
  return batch.status === 'failed' || rejectedRecords(batch.failureTotals) > 0;
}

/**
 * Whether a run has batches that failed, or of which MongoDB rejected records. Whether they are stored only the API
 * knows.
 */
export function hasFailedBatches({ meta, failureTotals }: RunSummary): boolean {
  return meta.failedBatches > 0 || rejectedRecords(failureTotals) > 0;
}

/** Whether anything of the run failed, so that a re-run of it is worth a thought. */
export function hasFailures({
  meta,
  rerunnable,
  failedJobs,
}: Pick<Run, 'meta' | 'rerunnable' | 'failedJobs'>): boolean {
  return failedJobs > 0 || meta.failedBatches > 0 || rerunnable.batches > 0;
}

/** Why no batch of a run with failures can run again, for the tooltip of the button; null if some can. */
export function rerunDisabledReason(run: Pick<Run, 'status' | 'meta' | 'rerunnable'>): string | null {
  if (run.status === 'running') return 'The run is still in progress.';
  if (run.rerunnable.batches > 0) return null;
  if (run.meta.failedBatches > 0)
    return 'The records of the failed batches were not stored. Import the feed again.';
  return 'No batch failed. The failed records are invalid in the feed and would fail again.';
}

/** The number of records that MongoDB rejected. */
function rejectedRecords(totals: Run['failureTotals']): number {
  return totals['write-rejected'] ?? 0;
}

export interface RerunSize {
  batches: number;
  records: number;
  /** Batches whose records may not be stored. */
  lost: number;
}

/** The batches and records of the run that can run again. */
export function sizeOfAll({ rerunnable }: Pick<Run, 'rerunnable'>): RerunSize {
  return { ...rerunnable, lost: 0 };
}

export function sizeOf(batches: readonly Batch[]): RerunSize {
  return {
    batches: batches.length,
    records: batches.reduce((sum, batch) => sum + batch.records, 0),
    lost: batches.filter((batch) => batch.error?.code === 'batch-lost').length,
  };
}

/** "Re-run 14 batches". */
export function rerunLabel(size: RerunSize): string {
  return `Re-run ${amountLabel(size.batches, 'batch', 'batches')}`;
}
