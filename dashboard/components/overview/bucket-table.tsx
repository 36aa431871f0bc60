import type { RunStats } from '../../lib/api/types.ts';
import { bucketRows } from '../../lib/overview/figures.ts';
import { ChartTable } from '../charts/chart-table.tsx';

/** What a chart over time shows, as a table: a row per bucket, with its number of runs first. */
export function BucketTable({
  title,
  columns,
  stats,
  cells,
}: {
  title: string;
  /** Heads of what `cells` gives. */
  columns: string[];
  stats: RunStats;
  cells: Parameters<typeof bucketRows>[1];
}) {
  return (
    <ChartTable
      title={title}
      head="Time"
      columns={['Runs', ...columns].map((label) => ({ label, numeric: true }))}
      rows={bucketRows(stats, cells)}
    />
  );
}
