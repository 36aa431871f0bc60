'use client';

import { LineChart } from '@mantine/charts';
import { useMemo } from 'react';
import { roundDuration } from '../../lib/charts/axis-labels.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { Legend } from '../charts/legend.tsx';
import { Y_AXIS } from '../charts/y-axis.ts';
import { BucketTable } from './bucket-table.tsx';
import classes from './chart.module.css';
import { type BucketChartProps, useBucketChart } from './use-bucket-chart.ts';

const TITLE = 'Run duration';
const SERIES = [
  { name: 'p95', label: 'p95', color: 'var(--ff-bar-duplicate)', strokeDasharray: '5 3' },
  { name: 'p50', label: 'Median (p50)', color: 'var(--ff-bar-updated)' },
];
const COLUMNS = ['Median (p50)', 'p95'];

/** Run durations: median and p95. */
export function DurationChart(props: BucketChartProps) {
  const { stats } = props;
  const { handlers, chartKey, ...chart } = useBucketChart(props);
  const points = useMemo(
    () => stats.buckets.map(({ from, durationMs }) => ({ from, ...durationMs })),
    [stats.buckets],
  );
  const table = (
    <BucketTable
      title={TITLE}
      columns={COLUMNS}
      stats={stats}
      cells={({ durationMs: { p50, p95 } }) => [p50, p95].map(shown)}
    />
  );
  return (
    <ChartCard title={TITLE} hint="times in UTC" table={table}>
      <Legend series={SERIES.map((line) => ({ ...line, dashed: line.strokeDasharray !== undefined }))} />
      <LineChart
        key={chartKey}
        {...chart}
        className={classes.chart}
        data={points}
        series={SERIES}
        curveType="linear"
        dotProps={{ r: 2 }}
        valueFormatter={shown}
        tickLine="none"
        yAxisProps={{ ...Y_AXIS, width: 64, tickFormatter: roundDuration }}
        lineChartProps={{ ...handlers, title: `${TITLE}, over time` }}
      />
    </ChartCard>
  );
}

function shown(ms: number | null): string {
  return ms === null ? '–' : formatDuration(ms);
}
