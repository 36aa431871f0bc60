'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import { BarChart } from '@mantine/charts';
import { formatTick } from '../../lib/format/number.ts';
import { CHARTED_OUTCOMES } from '../../lib/runs/outcomes.ts';
import { ChartCard } from '../charts/chart-card.tsx';
import { Legend } from '../charts/legend.tsx';
import { Y_AXIS } from '../charts/y-axis.ts';
import { BucketTable } from './bucket-table.tsx';
import classes from './chart.module.css';
import { type BucketChartProps, useBucketChart } from './use-bucket-chart.ts';

const TITLE = 'Records by outcome';
const SERIES = CHARTED_OUTCOMES.map(({ key, label, color }) => ({ name: key, label, color }));
const COLUMNS = CHARTED_OUTCOMES.map(({ label }) => label);

/** The outcome of the records, in stacked bars. */
export function RecordsChart(props: BucketChartProps) {
  const { stats } = props;
  const { handlers, chartKey, ...chart } = useBucketChart(props);
  const table = (
    <BucketTable
      title={TITLE}
      columns={COLUMNS}
      stats={stats}
      cells={(bucket) => CHARTED_OUTCOMES.map(({ key }) => countLabel(bucket[key]))}
    />
  );
  return (
    <ChartCard title={TITLE} hint="times in UTC; drag to zoom, click to view runs" table={table}>
      <Legend series={SERIES} />
      <BarChart
        key={chartKey}
        {...chart}
        className={classes.chart}
        data={stats.buckets}
        type="stacked"
        series={SERIES}
        valueFormatter={countLabel}
        maxBarWidth={28}
        tickLine="none"
        yAxisProps={{ ...Y_AXIS, tickFormatter: formatTick }}
        barChartProps={{ ...handlers, title: `${TITLE}, over time` }}
      />
    </ChartCard>
  );
}
