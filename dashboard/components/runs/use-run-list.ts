'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { queries } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { RunListQuery } from '../../lib/api/types.ts';
import { followRuns } from '../../lib/live/follow-runs.ts';
import { NO_FILTERS, runListFromUrl, runListParsers } from '../../lib/runs/filters.ts';
import { NEWEST_FIRST } from '../../lib/runs/sort.ts';
import { useFollow } from '../layout/live.tsx';
import { reloadList } from '../ui/reload-list.ts';
import { useEndedRuns } from '../ui/use-ended-runs.ts';
import { useNewRuns } from './use-new-runs.ts';

/** The list of runs described by the URL, live. @param rememberedSize rows per page if the URL has none */
export function useRunList(rememberedSize: number | null) {
  const [url, setUrl] = useQueryStates(runListParsers);
  const { query, unknown, key } = useQueryFrom(url, rememberedSize);
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(queries.runList(query));
  const runs = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const { source } = query.filters;
  const { ended, onEnded, reset } = useEndedRuns(key, (run) => !source || run.sourceName === source);
  useFollow(
    useCallback(() => followRuns(queryClient, queries, query, onEnded), [queryClient, query, onEnded]),
  );
  const newestFirst = query.sort === NEWEST_FIRST;
  const { shown, waiting, show } = useNewRuns(key, runs);
  const refresh = () => {
    reset();
    void reloadList(queryClient, keys.runList(query));
  };
  return {
    query,
    unknown,
    list,
    runs,
    newestFirst,
    setUrl,
    clear: useCallback(() => void setUrl(NO_FILTERS), [setUrl]),
    shown: newestFirst ? shown : runs,
    updates: newestFirst
      ? { label: waiting > 0 ? amountLabel(waiting, 'new run') : null, icon: 'above' as const, onShow: show }
      : {
          label: ended > 0 ? `${amountLabel(ended, 'run')} ended: refresh` : null,
          icon: 'refresh' as const,
          onShow: refresh,
        },
  };
}

/** Returns the same object for the same list, so that following it is not interrupted. */
function useQueryFrom(url: Parameters<typeof runListFromUrl>[0], rememberedSize: number | null) {
  const { query, unknown } = runListFromUrl(url, rememberedSize);
  const key = JSON.stringify(query);
  return { query: useMemo(() => JSON.parse(key) as RunListQuery, [key]), unknown, key };
}
