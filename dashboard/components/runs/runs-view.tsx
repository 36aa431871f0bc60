'use client';

import { Group, Paper, Skeleton, Stack, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useCallback, useState } from 'react';
import { activeFilterCount } from '../../lib/runs/filters.ts';
import { NEWEST_FIRST } from '../../lib/runs/sort.ts';
import { CHART_HEIGHT_PX } from '../charts/chart-height.ts';
import { useLiveState } from '../layout/live.tsx';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { TableSkeleton } from '../ui/table-skeleton.tsx';
import { UpdatePill } from '../ui/update-pill.tsx';
import { useRowSelection } from '../ui/use-row-selection.ts';
import { RunTable } from './run-table.tsx';
import { useRunList } from './use-run-list.ts';

// recharts is the largest part of the page: the list does not wait for it.
const RunChart = dynamic(() => import('./run-chart.tsx').then((module) => module.RunChart), {
  ssr: false,
  loading: () => <Skeleton height={CHART_HEIGHT_PX} />,
});

// Menus and fields need more code than the list: the server renders them, and they hydrate after it. Without
// a `loading` fallback the whole page would wait for them.
const ImportButton = dynamic(() => import('./import-button.tsx').then((module) => module.ImportButton), {
  loading: () => <Skeleton width={250} height={36} />,
});
const RunFilterBar = dynamic(() => import('./run-filter-bar.tsx').then((module) => module.RunFilterBar), {
  loading: () => <Skeleton height={54} />,
});
const RunListFoot = dynamic(() => import('./run-list-foot.tsx').then((module) => module.RunListFoot), {
  loading: () => <Skeleton height={54} />,
});
const RunSelection = dynamic(() => import('./run-selection.tsx').then((module) => module.RunSelection), {
  ssr: false,
});
const UnknownFilter = dynamic(() => import('../ui/unknown-filter.tsx').then((all) => all.UnknownFilter), {
  loading: () => null,
});
const NoRuns = dynamic(() => import('./no-runs.tsx').then((module) => module.NoRuns), {
  loading: () => null,
});
const NoneMatch = dynamic(() => import('../ui/none-match.tsx').then((module) => module.NoneMatch), {
  loading: () => null,
});

/** The list of runs, live, with a chart of the first ones. */
export function RunsView({ rememberedSize }: { rememberedSize: number | null }) {
  const { query, unknown, list, runs, newestFirst, setUrl, clear, shown, updates } =
    useRunList(rememberedSize);
  const { filters, sort } = query;
  const selection = useRowSelection(shown.map(({ runId }) => runId));
  // Loaded with the first selection, and kept: its dialog is open although the runs have left a filtered list.
  const [isSelectionUsed, setSelectionUsed] = useState(false);
  if (selection.state !== 'none' && !isSelectionUsed) setSelectionUsed(true);
  const stale = useLiveState().status === 'stale';
  const filtered = activeFilterCount(filters) > 0;
  const none = list.data !== undefined && runs.length === 0;
  // Sorted by duration the list has only ended runs: there may be others.
  const empty = none && !filtered && newestFirst;
  const sortBy = useCallback(
    (next: typeof sort) => void setUrl({ sort: next === NEWEST_FIRST ? null : next }),
    [setUrl],
  );
  const removeUnknown = () => void setUrl({ ...filters, sort });
  const clearAll = () => (filtered ? clear() : sortBy(NEWEST_FIRST));

  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Title order={1}>Runs</Title>
        {!empty && <ImportButton />}
      </Group>
      {unknown && <UnknownFilter value={unknown} onClose={removeUnknown} />}
      {list.isPending && <Skeleton height={CHART_HEIGHT_PX} />}
      {runs.length > 0 && <RunChart runs={runs} newestFirst={newestFirst} />}
      <Paper>
        <UpdatePill {...updates} />
        {!empty && (
          <RunFilterBar filters={filters} sort={sort} onChange={setUrl} onSort={sortBy} onClear={clear} />
        )}
        <div style={{ opacity: stale ? 0.6 : undefined }}>
          {list.isPending && <TableSkeleton what="runs" rowPx={46} />}
          {list.isError && !list.isFetchNextPageError && (
            <QueryFailure title="Could not load the runs" query={list} />
          )}
          {empty && <NoRuns />}
          {none && !empty && (
            <NoneMatch what="runs" hint="Try another status, source or time range." onClear={clearAll} />
          )}
          {isSelectionUsed && <RunSelection runs={shown} selection={selection} />}
          {runs.length > 0 && <RunTable runs={shown} selection={selection} sort={sort} onSort={sortBy} />}
          {runs.length > 0 && (
            <RunListFoot
              shown={runs.length}
              query={query}
              list={list}
              onSize={(size) => void setUrl({ size })}
            />
          )}
        </div>
      </Paper>
    </Stack>
  );
}
