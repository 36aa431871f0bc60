import type { RunStats } from '../../lib/api/types.ts';
import { bucketRows } from '../../lib/overview/run-stats.ts';
import { ChartTable } from '../charts/chart-table.tsx';

/** A chart over time as a table: one row per bucket, starting with its number of runs. */
export function BucketTable({
  title,
  columns,
  stats,
  cells,
}: {
  title: string;
  /** The column heads of `cells`. */
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
