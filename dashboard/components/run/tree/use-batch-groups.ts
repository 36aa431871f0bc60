'use client';

import type { BatchStatus } from '@feedflow/shared/model/batch';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { queries } from '../../../lib/api/browser.ts';
import type { BatchScope } from '../../../lib/api/types.ts';
import type { LoadedGroup } from '../../../lib/tree/rows.ts';

/** The number of batches of each status, read again whenever the run changes. */
export function useBatchCounts(runId: string, scope: BatchScope) {
  return useQuery(queries.batchCounts(runId, scope));
}

export interface BatchGroup extends LoadedGroup {
  loadMore: () => void;
}

/** The batches of each status; only open groups are read. */
export function useBatchGroups(
  runId: string,
  scope: BatchScope,
  open: ReadonlySet<BatchStatus>,
): Record<BatchStatus, BatchGroup> {
  return {
    failed: useGroup(queries.batchGroup(runId, 'failed', scope), open.has('failed')),
    running: useGroup(queries.batchGroup(runId, 'running', scope), open.has('running')),
    waiting: useGroup(queries.batchGroup(runId, 'waiting', scope), open.has('waiting')),
    completed: useGroup(queries.batchGroup(runId, 'completed', scope), open.has('completed')),
    cancelled: useGroup(queries.batchGroup(runId, 'cancelled', scope), open.has('cancelled')),
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
