'use client';

import { Button, Grid, Paper, Skeleton, Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { clock, queries } from '../../lib/api/browser.ts';
import type { Span } from '../../lib/api/types.ts';
import { rangeLabel, type TimeRange, zoomedOut } from '../../lib/charts/time-range.ts';
import { runCount } from '../../lib/overview/run-stats.ts';
import { CHART_HEIGHT_PX } from '../charts/chart-height.ts';
import { useLiveState } from '../layout/live.tsx';
import { EmptyMessage } from '../ui/empty-message.tsx';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { IconZoomOut } from '../ui/icons.ts';
import { RunStatsGrid } from './run-stats-grid.tsx';
import { SourceRates } from './source-rates.tsx';

/** A range that ends now moves on even if nothing happens. */
const REFRESH_MS = 60_000;
const STATS_HEIGHT_PX = 80;

const OverviewCharts = dynamic(
  () => import('./overview-charts.tsx').then((module) => module.OverviewCharts),
  {
    ssr: false,
    loading: ChartsSkeleton,
  },
);

/** Statistics of the runs in a time range: totals, charts and a table by source. */
export function History({
  span,
  range,
  onRange,
}: {
  span: Span;
  range: TimeRange;
  onRange: (range: TimeRange) => void;
}) {
  const live = useLiveState().status === 'live';
  const stats = useQuery({
    ...queries.runStats(span),
    placeholderData: keepPreviousData,
    refetchInterval: live && span.to === null && REFRESH_MS,
  });
  if (stats.isError && !stats.data) {
    return <QueryFailure title="Could not load the statistics" query={stats} />;
  }
  if (!stats.data) {
    return (
      <Stack gap="md" aria-busy="true">
        <Skeleton height={STATS_HEIGHT_PX} role="status" aria-label="Loading statistics" />
        <ChartsSkeleton />
      </Stack>
    );
  }
  return (
    <Stack gap="md" style={{ opacity: stats.isPlaceholderData ? 0.6 : undefined }}>
      <RunStatsGrid stats={stats.data} />
      {runCount(stats.data.total) === 0 ? (
        <NoRunsInRange range={range} onRange={onRange} />
      ) : (
        <>
          <OverviewCharts stats={stats.data} onZoom={onRange} />
          <SourceRates stats={stats.data} />
        </>
      )}
    </Stack>
  );
}

function NoRunsInRange({ range, onRange }: { range: TimeRange; onRange: (range: TimeRange) => void }) {
  const wider = zoomedOut(range, clock.now());
  return (
    <Paper>
      <EmptyMessage Icon={IconZoomOut} title="No runs in this time range" description={rangeLabel(range)}>
        {wider && (
          <Button variant="default" onClick={() => onRange(wider)}>
            Show a longer time range
          </Button>
        )}
      </EmptyMessage>
    </Paper>
  );
}

function ChartsSkeleton() {
  return (
    <Grid gap="md">
      <Grid.Col span={12}>
        <Skeleton height={CHART_HEIGHT_PX} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Skeleton height={CHART_HEIGHT_PX} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Skeleton height={CHART_HEIGHT_PX} />
      </Grid.Col>
    </Grid>
  );
}
