'use client';

import { useQuery } from '@tanstack/react-query';
import { queries } from '../../../lib/api/browser.ts';
import { type Batch, keys, type Run } from '../../../lib/api/queries.ts';
import { isRerunnable, type RerunSize, refused, sizeOf } from '../../../lib/rerun.ts';

const PAGE = 500;
const PAGES_AT_MOST = 20;

/** How much of a run can run again, counted when it is wanted: up to 10,000 batches of each kind are looked at. */
export function useRerunSize(run: Run, wanted: boolean) {
  return useQuery({
    queryKey: [...keys.batches(run.runId), 'rerunnable', run.attempt],
    enabled: wanted,
    staleTime: 0,
    queryFn: async ({ signal }): Promise<RerunSize> => {
      const found: Batch[] = [];
      let complete = true;
      const statuses = refused(run.failureTotals) > 0 ? ['failed', 'completed'] : ['failed'];
      for (const status of statuses) {
        let cursor: string | null = null;
        for (let page = 0; page < PAGES_AT_MOST; page += 1) {
          const read = await queries.batchPage(run.runId, { status, cursor, limit: PAGE }, signal);
          found.push(...read.items.filter(isRerunnable));
          cursor = read.nextCursor;
          if (!cursor) break;
        }
        if (cursor) complete = false;
      }
      return sizeOf(found, complete);
    },
  });
}
