import { pathOf } from '@feedflow/shared/api/client';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { keys, type Queries } from '../api/queries.ts';
import type { Run } from '../api/types.ts';
import { applyToRun } from './apply-event.ts';
import { createRefresher } from './coalesce.ts';
import { eventOf, runSnapshotOf } from './read-message.ts';
import type { LiveSubject } from './session.ts';

const RUN_INTERVAL_MS = 500;
const SUMS_INTERVAL_MS = 2_000;

/**
 * Keeps one run's page current: the run itself is patched by events and re-read at most twice a second; its
 * batches are re-read the slower, the more pages of them are loaded, and what sums all of them up every two seconds.
 */
export function followRun(queryClient: QueryClient, queries: Queries, runId: string): LiveSubject {
  const readRun = () => queryClient.fetchQuery({ ...queries.run(runId), staleTime: 0, retry: false });
  const readBatches = () =>
    queryClient.refetchQueries({ queryKey: keys.batches(runId), type: 'active' }, { throwOnError: true });
  const readSums = () => queryClient.refetchQueries({ queryKey: keys.batchSums(runId), type: 'active' });
  const run = createRefresher(readRun, () => RUN_INTERVAL_MS);
  const batches = createRefresher(readBatches, () => RUN_INTERVAL_MS * loadedPages(queryClient, runId));
  const sums = createRefresher(readSums, () => SUMS_INTERVAL_MS);

  return {
    url: pathOf('followRuns', { query: { runId } }),
    poll: () => Promise.all([readRun(), readBatches(), readSums()]),
    stop() {
      run.stop();
      batches.stop();
      sums.stop();
    },
    onMessage(name, data) {
      const snapshot = name === 'snapshot' ? runSnapshotOf(data) : null;
      if (snapshot) {
        queryClient.setQueryData(keys.run(runId), snapshot);
        batches.request();
        sums.request();
        return;
      }
      const event = eventOf(data);
      if (event?.runId !== runId) return;
      queryClient.setQueryData<Run>(keys.run(runId), (shown) => shown && applyToRun(shown, event));
      run.request();
      batches.request();
      sums.request();
    },
  };
}

function loadedPages(queryClient: QueryClient, runId: string): number {
  const loaded = queryClient.getQueriesData<InfiniteData<unknown>>({
    queryKey: keys.batches(runId),
    type: 'active',
  });
  return loaded.reduce((sum, [, data]) => sum + (data?.pages?.length ?? 1), 0);
}
