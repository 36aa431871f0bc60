import type { Batch, Run } from '../api/types.ts';
import { formatAmount } from '../format/number.ts';

/**
 * Whether a batch may run again: it failed as a whole, or MongoDB refused some of its records. Of all others
 * the records are not kept. Whether those of a batch that was lost were kept only the API knows.
 */
export function isRerunnable(batch: Batch): boolean {
  if (batch.superseded) return false;
  return batch.status === 'failed' || refused(batch.failureTotals) > 0;
}

/** Why no batch of the run can run again, in words for its button; null where some can. */
export function whyNoRerun(run: Pick<Run, 'status' | 'meta' | 'rerunnable' | 'failedJobs'>): string | null {
  if (run.status === 'running') return 'The run is still going.';
  if (run.rerunnable.batches > 0) return null;
  if (run.meta.failedBatches > 0)
    return 'The records of the failed batches were not kept: import the feed again.';
  return run.failedJobs > 0
    ? 'No batch failed: the failed records are faulty in the feed itself, and would fail again.'
    : 'No batch failed.';
}

/** Records that MongoDB would not take. */
function refused(totals: Run['failureTotals']): number {
  return totals['write-rejected'] ?? 0;
}

export interface RerunSize {
  batches: number;
  records: number;
  /** Batches of which it is not sure that their records were kept. */
  lost: number;
}

/** How much of the run can run again. */
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
  return `Re-run ${formatAmount(size.batches, 'batch', 'batches')}`;
}
