import type { RunStats } from '../api/types.ts';
import { bucketLabel } from '../charts/axis-labels.ts';
import { runsHref, within } from './runs-link.ts';

type Totals = RunStats['total'];
export type SourceStats = RunStats['sources'][number];

/** The number of runs started. */
export function runCount({ runs }: Pick<Totals, 'runs'>): number {
  return Object.values(runs).reduce((sum, count) => sum + count, 0);
}

/** The sources with the lowest success rate first, among equals those with the most runs. */
export function worstFirst(sources: readonly SourceStats[]): SourceStats[] {
  const rate = ({ successRate }: SourceStats) => successRate ?? 2;
  return sources.toSorted(
    (a, b) => rate(a) - rate(b) || runCount(b) - runCount(a) || a.sourceName.localeCompare(b.sourceName),
  );
}

/** The buckets as table rows, newest first, each with a link to its runs if it has any. */
export function bucketRows(stats: RunStats, values: (bucket: RunStats['buckets'][number]) => string[]) {
  return stats.buckets.toReversed().map((bucket) => ({
    key: bucket.from,
    label: bucketLabel(bucket),
    href: runCount(bucket) > 0 ? runsHref(within(bucket, stats)) : null,
    values: [String(runCount(bucket)), ...values(bucket)],
  }));
}
