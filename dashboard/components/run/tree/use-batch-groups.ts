'use client';

import type { BatchStatus } from '@feedflow/shared/model/batch';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { queries } from '../../../lib/api/browser.ts';
import type { BatchScope } from '../../../lib/api/types.ts';
import type { LoadedGroup } from '../../../lib/tree/rows.ts';

/** How many batches there are of each status, read again whenever the run moves. */
export function useBatchCounts(runId: string, scope: BatchScope) {
  return useQuery(queries.batchCounts(runId, scope));
}

export interface BatchGroup extends LoadedGroup {
  loadMore: () => void;
}

/** The batches of each status; only groups that are open are read. */
export function useBatchGroups(
  runId: string,
  scope: BatchScope,
  wanted: ReadonlySet<BatchStatus>,
): Record<BatchStatus, BatchGroup> {
  return {
    failed: useGroup(queries.batchGroup(runId, 'failed', scope), wanted.has('failed')),
    running: useGroup(queries.batchGroup(runId, 'running', scope), wanted.has('running')),
    waiting: useGroup(queries.batchGroup(runId, 'waiting', scope), wanted.has('waiting')),
    completed: useGroup(queries.batchGroup(runId, 'completed', scope), wanted.has('completed')),
    cancelled: useGroup(queries.batchGroup(runId, 'cancelled', scope), wanted.has('cancelled')),
  };
}

function useGroup(query: ReturnType<typeof queries.batchGroup>, enabled: boolean): BatchGroup {
  const group = useInfiniteQuery({ ...query, enabled });
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
