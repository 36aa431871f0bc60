'use client';

import { Alert, Group, Paper, Skeleton, Stack, Title } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { queries } from '../../lib/api/browser.ts';
import { safeText } from '../../lib/format/text.ts';
import { followRuns } from '../../lib/live/follow-runs.ts';
import { filtersFromUrl, filtersOn, NO_FILTERS, runFilterParsers } from '../../lib/run-filters.ts';
import { CHART_HEIGHT_PX } from '../charts/chart-height.ts';
import { useFollow, useLiveState } from '../frame/live.tsx';
import { FailureNotice } from '../show/failure-notice.tsx';
import { IconInfoCircle } from '../show/icons.ts';
import { LoadMore } from './load-more.tsx';
import { NewRunsPill } from './new-runs-pill.tsx';
import { RunTable } from './run-table.tsx';
import { RunTableSkeleton } from './run-table-skeleton.tsx';
import { useNewRuns } from './use-new-runs.ts';

// recharts is the largest part of the page: the list does not wait for it.
const RunChart = dynamic(() => import('./run-chart.tsx').then((module) => module.RunChart), {
  ssr: false,
  loading: () => <Skeleton height={CHART_HEIGHT_PX} />,
});

// Menus and fields need more code than the list: the server draws them, and they come alive after it.
const ImportButton = dynamic(() => import('./import-button.tsx').then((module) => module.ImportButton));
const RunFilterBar = dynamic(() => import('./run-filter-bar.tsx').then((module) => module.RunFilterBar));
const NoRuns = dynamic(() => import('./no-runs.tsx').then((module) => module.NoRuns));
const NoneMatch = dynamic(() => import('./no-runs.tsx').then((module) => module.NoneMatch));

/** The list of runs, live, with the latest of them as a chart. */
export function RunsView() {
  const [url, setUrl] = useQueryStates(runFilterParsers);
  const { filters, unknown } = filtersFromUrl(url);
  const { status, source, range, from, to } = filters;
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(queries.runList(filters));
  const runs = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  useFollow(
    useCallback(
      () => followRuns(queryClient, queries, { status, source, range, from, to }),
      [queryClient, status, source, range, from, to],
    ),
  );
  const stale = useLiveState().status === 'stale';
  const filtered = filtersOn(filters) > 0;
  const empty = list.data !== undefined && runs.length === 0 && !filtered;
  const { shown, waiting, show } = useNewRuns(runs);
  const clear = () => setUrl(NO_FILTERS);

  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Title order={1}>Runs</Title>
        {!empty && <ImportButton />}
      </Group>
      {unknown && (
        <Alert
          color="yellow"
          variant="light"
          icon={<IconInfoCircle aria-hidden="true" />}
          withCloseButton
          onClose={clear}
        >
          The address asks for “{safeText(unknown, 40)}”, which is no filter, so it is not used.
        </Alert>
      )}
      {list.isPending && <Skeleton height={CHART_HEIGHT_PX} />}
      {runs.length > 0 && <RunChart runs={runs} />}
      <NewRunsPill waiting={waiting} onShow={show} />
      <Paper>
        {!empty && <RunFilterBar filters={filters} onChange={setUrl} onClear={clear} />}
        <div style={{ opacity: stale ? 0.6 : undefined }}>
          {list.isPending && <RunTableSkeleton />}
          {list.isError && !list.data && (
            <FailureNotice
              title="The runs cannot be read"
              error={list.error}
              retry={() => void list.refetch()}
              retrying={list.isFetching}
            />
          )}
          {empty && <NoRuns />}
          {list.data && runs.length === 0 && filtered && <NoneMatch onClear={clear} />}
          {runs.length > 0 && <RunTable runs={shown} />}
          {list.hasNextPage && (
            <LoadMore
              shown={runs.length}
              loading={list.isFetchingNextPage}
              onLoad={() => void list.fetchNextPage()}
            />
          )}
        </div>
      </Paper>
    </Stack>
  );
}
