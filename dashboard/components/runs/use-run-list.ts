'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { queries } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { RunListQuery } from '../../lib/api/types.ts';
import { formatAmount } from '../../lib/format/number.ts';
import { followRuns } from '../../lib/live/follow-runs.ts';
import { NO_FILTERS, runListFromUrl, runListParsers } from '../../lib/runs/filters.ts';
import { NEWEST_FIRST } from '../../lib/runs/sort.ts';
import { useFollow } from '../layout/live.tsx';
import { readAnew } from '../ui/read-anew.ts';
import { useEndedRuns } from '../ui/use-ended-runs.ts';
import { useNewRuns } from './use-new-runs.ts';

/** The list of runs that the URL asks for, live. @param rememberedSize rows per page where the URL says nothing */
export function useRunList(rememberedSize: number | null) {
  const [url, setUrl] = useQueryStates(runListParsers);
  const { query, unknown, key } = useQueryFrom(url, rememberedSize);
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(queries.runList(query));
  const runs = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const { source } = query.filters;
  const { ended, note, forget } = useEndedRuns(key, (run) => !source || run.sourceName === source);
  useFollow(useCallback(() => followRuns(queryClient, queries, query, note), [queryClient, query, note]));
  const newestFirst = query.sort === NEWEST_FIRST;
  const { shown, waiting, show } = useNewRuns(runs);
  const again = () => {
    forget();
    void readAnew(queryClient, keys.runList(query));
  };
  return {
    query,
    unknown,
    list,
    runs,
    newestFirst,
    setUrl,
    clear: () => void setUrl(NO_FILTERS),
    shown: newestFirst ? shown : runs,
    news: newestFirst
      ? { news: waiting > 0 ? formatAmount(waiting, 'new run') : null, icon: 'above' as const, onShow: show }
      : {
          news: ended > 0 ? `${formatAmount(ended, 'run')} ended since: read again` : null,
          icon: 'again' as const,
          onShow: again,
        },
  };
}

/** The same object for the same list, so that it is followed without a break. */
function useQueryFrom(url: Parameters<typeof runListFromUrl>[0], rememberedSize: number | null) {
  const { query, unknown } = runListFromUrl(url, rememberedSize);
  const key = JSON.stringify(query);
  return { query: useMemo(() => JSON.parse(key) as RunListQuery, [key]), unknown, key };
}
