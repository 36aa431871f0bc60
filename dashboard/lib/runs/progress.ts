import type { RunSummary } from '../api/types.ts';
import { settledRecords } from './outcomes.ts';

export interface Progress {
  /** Records of which the outcome is known, and all records; `total` is null while the feed is still read. */
  settled: number;
  total: number | null;
  /** Records read from the feed so far. */
  seen: number;
}

/**
 * How far a run is. The total is not known before the whole feed is read (`meta.totalBatches` is null until
 * then), and a run that ended early never had all its records settled: neither is shown as 100 %.
 */
export function progressOf(run: RunSummary): Progress {
  const settled = settledRecords(run);
  const seen = Math.max(run.totalFetched, settled);
  const totalKnown = run.status !== 'running' || run.meta.totalBatches !== null;
  return { settled, total: totalKnown ? seen : null, seen };
}
