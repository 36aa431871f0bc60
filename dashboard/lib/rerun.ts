import type { Batch, Run } from './api/queries.ts';
import { formatAmount } from './format/number.ts';

/**
 * Whether a batch may run again: it failed as a whole, or MongoDB refused some of its records. Of all others
 * the records are not kept. Whether those of a batch that was lost were kept only the API knows.
 */
export function isRerunnable(batch: Batch): boolean {
  if (batch.superseded) return false;
  return batch.status === 'failed' || refused(batch.failureTotals) > 0;
}

/** Why no batch of the run can run again, in words for its button; null where some can. */
export function whyNoRerun(
  run: Pick<Run, 'status' | 'meta' | 'failureTotals' | 'failedJobs'>,
): string | null {
  if (run.status === 'running') return 'The run is still going.';
  if (run.meta.failedBatches > 0 || refused(run.failureTotals) > 0) return null;
  return run.failedJobs > 0
    ? 'No batch failed: the failed records are faulty in the feed itself, and would fail again.'
    : 'No batch failed.';
}

/** Records that MongoDB would not take. */
export function refused(totals: Run['failureTotals']): number {
  return totals['write-rejected'] ?? 0;
}

export interface RerunSize {
  batches: number;
  records: number;
  /** Batches of which it is not sure that their records were kept. */
  lost: number;
  /** False where there are more than were counted. */
  complete: boolean;
}

export function sizeOf(batches: readonly Batch[], complete = true): RerunSize {
  return {
    batches: batches.length,
    records: batches.reduce((sum, batch) => sum + batch.records, 0),
    lost: batches.filter((batch) => batch.error?.code === 'batch-lost').length,
    complete,
  };
}

/** "Re-run 14 batches"; without a size yet, "Re-run failed batches". */
export function rerunLabel(size: RerunSize | undefined): string {
  if (!size) return 'Re-run failed batches';
  if (!size.complete) return `Re-run all failed batches`;
  return `Re-run ${formatAmount(size.batches, 'batch', 'batches')}`;
}
