'use client';

import type { BatchStatus } from '@feedflow/shared/import-batch';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { queries } from '../../../lib/api/browser.ts';
import type { LoadedGroup } from '../../../lib/tree/rows.ts';

/** How many batches there are of each status, read again whenever the run moves. */
export function useBatchCounts(runId: string) {
  return useQuery(queries.batchCounts(runId));
}

export interface BatchGroup extends LoadedGroup {
  loadMore: () => void;
}

/** The batches of each status, page by page; only groups that are open are read. */
export function useBatchGroups(
  runId: string,
  wanted: ReadonlySet<BatchStatus>,
): Record<BatchStatus, BatchGroup> {
  return {
    failed: useGroup(runId, 'failed', wanted),
    running: useGroup(runId, 'running', wanted),
    waiting: useGroup(runId, 'waiting', wanted),
    completed: useGroup(runId, 'completed', wanted),
    cancelled: useGroup(runId, 'cancelled', wanted),
  };
}

function useGroup(runId: string, status: BatchStatus, wanted: ReadonlySet<BatchStatus>): BatchGroup {
  const group = useInfiniteQuery({ ...queries.batchGroup(runId, status), enabled: wanted.has(status) });
  return {
    batches: group.data?.pages.flatMap((page) => page.items) ?? [],
    hasMore: group.isPending || group.hasNextPage,
    failed: group.isError,
    loadMore: () => {
      if (group.isFetching) return;
      if (group.data) void group.fetchNextPage();
      else void group.refetch();
    },
  };
}
