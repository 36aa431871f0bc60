'use client';

import { Group, Paper, Stack, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import { queries } from '../../lib/api/browser.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import {
  type TimeRange,
  timeRangeFromUrl,
  timeRangeParsers,
  timeRangeToUrl,
  toSpan,
} from '../../lib/charts/time-range.ts';
import { followOverview } from '../../lib/overview/follow-overview.ts';
import { useFollow, useLiveState } from '../layout/live.tsx';
import { NoRuns } from '../runs/no-runs.tsx';
import { FailureNotice, QueryFailure } from '../ui/failure-notice.tsx';
import { UnknownFilter } from '../ui/unknown-filter.tsx';
import { Attention, AttentionSkeleton } from './attention.tsx';
import { History } from './history.tsx';
import { RangeBar } from './range-bar.tsx';
import { RunningNow } from './running-now.tsx';
import { useAttention } from './use-attention.ts';

/** The start page, live: what needs attention and what is running, then statistics of the runs in a time range. */
export function OverviewView() {
  const queryClient = useQueryClient();
  const { range, unknown, setRange } = useTimeRange();
  const { from, to } = toSpan(range);
  const sources = useQuery(queries.sources());
  useFollow(useCallback(() => followOverview(queryClient, queries, { from, to }), [queryClient, from, to]));
  const stale = useLiveState().status === 'stale';
  if (sources.isError && !sources.data) {
    return (
      <FailureNotice
        title="Could not load the overview"
        error={sources.error}
        retry={() => void queryClient.refetchQueries({ type: 'active' })}
        retrying={sources.isFetching}
      />
    );
  }
  const noRunsYet = sources.data?.every((source) => source.lastRun === null) ?? false;
  return (
    <Stack gap="md" style={{ opacity: stale ? 0.6 : undefined }}>
      <Title order={1}>Overview</Title>
      {sources.data ? <WhatNeedsAttention sources={sources.data} /> : <AttentionSkeleton />}
      <RunningNow />
      {noRunsYet ? (
        <Paper>
          <NoRuns />
        </Paper>
      ) : (
        <>
          <Group justify="space-between" gap="sm">
            <Title order={2}>Runs over time</Title>
            <RangeBar range={range} onChange={setRange} />
          </Group>
          {unknown && <UnknownFilter value={unknown} what="time range" onClose={() => setRange(range)} />}
          <History span={{ from, to }} range={range} onRange={setRange} />
        </>
      )}
    </Stack>
  );
}

function WhatNeedsAttention({ sources }: { sources: SourceItem[] }) {
  const { unread, ...items } = useAttention(sources);
  // That nothing needs attention can only be said when all was read.
  if (!unread || items.shown.length > 0) return <Attention {...items} sources={sources} />;
  if (!unread.isError) return <AttentionSkeleton />;
  return (
    <Paper>
      <QueryFailure title="Could not load what needs attention" query={unread} />
    </Paper>
  );
}

/** The time range. The URL keeps it, so Back undoes a zoom and links include it. */
function useTimeRange(): {
  range: TimeRange;
  unknown: string | null;
  setRange: (range: TimeRange) => void;
} {
  const [url, setUrl] = useQueryStates(timeRangeParsers);
  return { ...timeRangeFromUrl(url), setRange: (range) => void setUrl(timeRangeToUrl(range)) };
}
