import type { QueryClient } from '@tanstack/react-query';
import { mergeNewest, type RunList } from '../api/merge-newest.ts';
import { keys, type Queries, type RunFilters, type RunPage } from '../api/queries.ts';
import { filtersOn } from '../run-filters.ts';
import { applyToList } from './apply-event.ts';
import { createRefresher } from './coalesce.ts';
import { eventOf, listSnapshotOf } from './read-message.ts';
import type { LiveSubject } from './session.ts';

const LIST_INTERVAL_MS = 1_000;

/** Keeps the list of runs with these filters current: patched by events, re-read at most once a second. */
export function followRuns(queryClient: QueryClient, queries: Queries, filters: RunFilters): LiveSubject {
  const put = (page: RunPage) =>
    queryClient.setQueryData<RunList>(keys.runList(filters), (list) => mergeNewest(list, page));
  const poll = async () => put(await queries.runPage(filters));
  const refresher = createRefresher(poll, () => LIST_INTERVAL_MS);
  const unfiltered = filtersOn(filters) === 0;

  return {
    url: '/api/import-logs/stream',
    poll,
    stop: refresher.stop,
    onMessage(name, data) {
      if (name === 'snapshot') {
        const snapshot = unfiltered ? listSnapshotOf(data) : null;
        if (snapshot) put(snapshot);
        else refresher.request();
        return;
      }
      const event = eventOf(data);
      if (!event || (filters.source && event.sourceName !== filters.source)) return;
      queryClient.setQueriesData<RunList>({ queryKey: keys.runLists }, (list) =>
        list ? applyToList(list, event) : list,
      );
      refresher.request();
    },
  };
}
