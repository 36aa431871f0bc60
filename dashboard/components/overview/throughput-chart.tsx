'use client';

import { BarChart } from '@mantine/charts';
import { formatCompact, formatTick } from '../../lib/format/number.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { Legend } from '../charts/legend.tsx';
import { Y_AXIS } from '../charts/y-axis.ts';
import { BucketTable } from './bucket-table.tsx';
import classes from './chart.module.css';
import { type BucketChartProps, useBucketChart } from './use-bucket-chart.ts';

const TITLE = 'Throughput';
const SERIES = [{ name: 'recordsPerSecond', label: 'Records per second', color: 'var(--ff-bar-updated)' }];
const COLUMNS = ['Records per second'];

/** Records per second of run time. */
export function ThroughputChart(props: BucketChartProps) {
  const { stats } = props;
  const { handlers, chartKey, ...chart } = useBucketChart(props);
  const table = (
    <BucketTable
      title={TITLE}
      columns={COLUMNS}
      stats={stats}
      cells={({ recordsPerSecond }) => [shown(recordsPerSecond)]}
    />
  );
  return (
    <ChartCard title={TITLE} hint="times in UTC" table={table}>
      <Legend series={SERIES} />
      <BarChart
        key={chartKey}
        {...chart}
        className={classes.chart}
        data={stats.buckets}
        series={SERIES}
        valueFormatter={shown}
        maxBarWidth={28}
        tickLine="none"
        yAxisProps={{ ...Y_AXIS, tickFormatter: formatTick }}
        barChartProps={{ ...handlers, title: `${TITLE}, over time` }}
      />
    </ChartCard>
  );
}

function shown(rate: number | null): string {
  return rate === null ? '–' : formatCompact(rate);
}
