'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import { type Batch, keys } from '../../lib/api/queries.ts';
import { batchKey, parseBatchKey } from '../../lib/tree/rows.ts';

const SEARCH_PAGE = 200;
const SEARCH_PAGES_AT_MOST = 100;

interface Found {
  batch: Batch | null;
  /** Where the page that holds it begins: the next read goes there at once. */
  cursor: string | null;
}

/**
 * One batch by its key: `loaded` where the tree has it, else searched for in the run's
 * batches, which come in batch order. Null where there is no such batch.
 */
export function useBatch(runId: string, key: string | null, loaded: Batch | undefined) {
  const queryClient = useQueryClient();
  const queryKey = [...keys.batches(runId), 'one', key];
  const search = useQuery({
    queryKey,
    enabled: key !== null && loaded === undefined,
    queryFn: async ({ signal }): Promise<Found> => {
      const attempt = key === null ? null : (parseBatchKey(key)?.attempt ?? null);
      let cursor = queryClient.getQueryData<Found>(queryKey)?.cursor ?? null;
      for (let page = 0; page < SEARCH_PAGES_AT_MOST; page += 1) {
        const query = { attempt, cursor, limit: SEARCH_PAGE };
        const { items, nextCursor } = await queries.batchPage(runId, query, signal);
        const batch = items.find((item) => batchKey(item) === key);
        if (batch) return { batch, cursor };
        if (!nextCursor) break;
        cursor = nextCursor;
      }
      return { batch: null, cursor: null };
    },
  });
  return {
    batch: loaded ?? search.data?.batch ?? null,
    pending: loaded === undefined && search.isPending,
    error: loaded === undefined ? search.error : null,
    retry: () => void search.refetch(),
    retrying: search.isFetching,
  };
}
