'use client';

import { Grid } from '@mantine/core';
import { DurationChart } from './duration-chart.tsx';
import { RecordsChart } from './records-chart.tsx';
import { ThroughputChart } from './throughput-chart.tsx';
import type { BucketChartProps } from './use-bucket-chart.ts';

/** The charts of a time range. Loaded separately because recharts is large. */
export function OverviewCharts(props: BucketChartProps) {
  return (
    <Grid gap="md">
      <Grid.Col span={12}>
        <RecordsChart {...props} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <DurationChart {...props} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <ThroughputChart {...props} />
      </Grid.Col>
    </Grid>
  );
}
