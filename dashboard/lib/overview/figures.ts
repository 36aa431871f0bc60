import type { RunStats } from '../api/types.ts';
import { bucketInWords } from '../charts/bucket-labels.ts';
import { runsHref, within } from './runs-link.ts';

type Figures = RunStats['total'];
export type SourceFigures = RunStats['sources'][number];

/** How many runs began. */
export function runCount({ runs }: Pick<Figures, 'runs'>): number {
  return Object.values(runs).reduce((sum, count) => sum + count, 0);
}

/** The sources with the lowest success first, among equals those with the most runs. */
export function worstFirst(sources: readonly SourceFigures[]): SourceFigures[] {
  const rate = ({ successRate }: SourceFigures) => successRate ?? 2;
  return sources.toSorted(
    (a, b) => rate(a) - rate(b) || runCount(b) - runCount(a) || a.sourceName.localeCompare(b.sourceName),
  );
}

/** The buckets as rows of a table, newest first, with a link to the runs of each that has any. */
export function bucketRows(stats: RunStats, values: (bucket: RunStats['buckets'][number]) => string[]) {
  return stats.buckets.toReversed().map((bucket) => ({
    key: bucket.from,
    label: bucketInWords(bucket),
    href: runCount(bucket) > 0 ? runsHref(within(bucket, stats)) : null,
    values: [String(runCount(bucket)), ...values(bucket)],
  }));
}
