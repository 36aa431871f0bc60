'use client';

import { Button, EmptyState, Grid, Paper, Skeleton, Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { clock, queries } from '../../lib/api/browser.ts';
import type { Span } from '../../lib/api/types.ts';
import { rangeInWords, type TimeRange, zoomedOut } from '../../lib/charts/time-range.ts';
import { runCount } from '../../lib/overview/figures.ts';
import { CHART_HEIGHT_PX } from '../charts/chart-height.ts';
import { useLiveState } from '../layout/live.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { IconZoomOut } from '../ui/icons.ts';
import { Figures } from './figures.tsx';
import { SourceRates } from './source-rates.tsx';

/** A time that ends now moves on even when nothing happens. */
const MOVES_ON_EVERY_MS = 60_000;
const FIGURES_HEIGHT_PX = 80;

const OverviewCharts = dynamic(
  () => import('./overview-charts.tsx').then((module) => module.OverviewCharts),
  {
    ssr: false,
    loading: ChartsSkeleton,
  },
);

/** What runs came to over a time: figures, charts, and source by source. */
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
    refetchInterval: live && span.to === null && MOVES_ON_EVERY_MS,
  });
  if (stats.isError && !stats.data) {
    return (
      <FailureNotice
        title="The figures cannot be read"
        error={stats.error}
        retry={() => void stats.refetch()}
        retrying={stats.isFetching}
      />
    );
  }
  if (!stats.data) {
    return (
      <Stack gap="md" aria-busy="true">
        <Skeleton height={FIGURES_HEIGHT_PX} role="status" aria-label="The figures are being read." />
        <ChartsSkeleton />
      </Stack>
    );
  }
  return (
    <Stack gap="md" style={{ opacity: stats.isPlaceholderData ? 0.6 : undefined }}>
      <Figures stats={stats.data} />
      {runCount(stats.data.total) === 0 ? (
        <NoneInTime range={range} onRange={onRange} />
      ) : (
        <>
          <OverviewCharts stats={stats.data} onZoom={onRange} />
          <SourceRates stats={stats.data} />
        </>
      )}
    </Stack>
  );
}

function NoneInTime({ range, onRange }: { range: TimeRange; onRange: (range: TimeRange) => void }) {
  const wider = zoomedOut(range, clock.now());
  return (
    <Paper>
      <EmptyState py="xl" withIndicatorBackground>
        <EmptyState.Indicator>
          <IconZoomOut stroke={1.5} aria-hidden="true" />
        </EmptyState.Indicator>
        <EmptyState.Title order={2}>No run began in this time</EmptyState.Title>
        <EmptyState.Description>{rangeInWords(range)}</EmptyState.Description>
        {wider && (
          <EmptyState.Actions>
            <Button variant="default" onClick={() => onRange(wider)}>
              Look at a longer time
            </Button>
          </EmptyState.Actions>
        )}
      </EmptyState>
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
