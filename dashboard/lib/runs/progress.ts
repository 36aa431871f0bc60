import { sumOutcomes } from '@feedflow/shared/model/counters';
import type { RunSummary } from '../api/types.ts';

export interface Progress {
  /** Records with a known outcome, and all records; `total` is null while the feed is being read. */
  settled: number;
  total: number | null;
  /** Records read from the feed so far. */
  seen: number;
}

/**
 * The progress of a run. The total is unknown until the whole feed is read (`meta.totalBatches` is null until
 * then), and a run that ended early has unsettled records: neither is shown as 100 %.
 */
export function progressOf(run: RunSummary): Progress {
  const settled = sumOutcomes(run);
  const seen = Math.max(run.totalFetched, settled);
  const totalKnown = run.status !== 'running' || run.meta.totalBatches !== null;
  return { settled, total: totalKnown ? seen : null, seen };
}
