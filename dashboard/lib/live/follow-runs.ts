import { pathOf } from '@feedflow/shared/api/client';
import type { QueryClient } from '@tanstack/react-query';
import { mergeNewest, type RunList, updateKnown } from '../api/merge-newest.ts';
import { keys, type Queries } from '../api/queries.ts';
import type { RunListQuery, RunPage } from '../api/types.ts';
import { activeFilterCount } from '../runs/filters.ts';
import { NEWEST_FIRST } from '../runs/sort.ts';
import { applyToList } from './apply-event.ts';
import { createRefresher } from './coalesce.ts';
import { type EndedRun, endedIn, endedOf } from './ended-runs.ts';
import { eventOf, listSnapshotOf } from './read-message.ts';
import type { LiveSubject } from './session.ts';

const LIST_INTERVAL_MS = 2_000;

/**
 * Keeps a list of runs current: events patch it, and it is read again at most every two seconds. In any order other
 * than newest first a new run could appear anywhere: then only the shown rows are updated, and `onEnded` gets the runs
 * that ended.
 */
export function followRuns(
  queryClient: QueryClient,
  queries: Queries,
  query: RunListQuery,
  onEnded: (ended: readonly EndedRun[]) => void,
): LiveSubject {
  const { filters, sort } = query;
  const newestFirst = sort === NEWEST_FIRST;
  const put = (page: RunPage) =>
    queryClient.setQueryData<RunList>(keys.runList(query), (list) =>
      newestFirst ? mergeNewest(list, page) : updateKnown(list, page),
    );
  const read = async () => {
    put(await queries.runPage(query));
    // A page that is being loaded brings the rows before it back as they were.
    if (queryClient.isFetching({ queryKey: keys.runList(query) }) > 0) refresher.request();
  };
  const refresher = createRefresher(read, () => LIST_INTERVAL_MS);
  const unfiltered = activeFilterCount(filters) === 0;

  return {
    url: pathOf('followRuns'),
    async poll() {
      await read();
      if (!newestFirst) onEnded(endedOf(await queries.newestRuns()));
    },
    stop: refresher.stop,
    onMessage(name, data) {
      if (!newestFirst) onEnded(endedIn(name, data));
      if (name === 'snapshot') {
        const snapshot = unfiltered && newestFirst ? listSnapshotOf(data) : null;
        if (snapshot && snapshot.items.length <= query.limit) put(snapshot);
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
