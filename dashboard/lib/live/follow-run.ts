import { pathOf } from '@feedflow/shared/api/client';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { keys, type Queries } from '../api/queries.ts';
import type { Run } from '../api/types.ts';
import { applyToRun } from './apply-event.ts';
import { createRefresher } from './coalesce.ts';
import { readAgain } from './read-again.ts';
import { eventOf, runSnapshotOf } from './read-message.ts';
import type { LiveSubject } from './session.ts';

const RUN_INTERVAL_MS = 2_000;
const SUMMARY_INTERVAL_MS = 5_000;

/**
 * Keeps the page of a run current: events patch the run, which is read again at most every two seconds. Its batches are
 * read less often the more pages are loaded, and summaries of all batches every five seconds.
 */
export function followRun(queryClient: QueryClient, queries: Queries, runId: string): LiveSubject {
  const readRun = () => readAgain(queryClient, queries.run(runId));
  const readBatches = () =>
    queryClient.refetchQueries({ queryKey: keys.batches(runId), type: 'active' }, { throwOnError: true });
  const readSummaries = () => queryClient.refetchQueries({ queryKey: keys.batchSums(runId), type: 'active' });
  // The batches first: a run that is shown as ended has its last figures everywhere.
  const readEnd = () => Promise.allSettled([readBatches(), readSummaries()]).then(readRun);
  const end = createRefresher(readEnd, () => RUN_INTERVAL_MS);
  const run = createRefresher(readRun, () => RUN_INTERVAL_MS);
  const batches = createRefresher(readBatches, () => RUN_INTERVAL_MS * loadedPages(queryClient, runId));
  const summaries = createRefresher(readSummaries, () => SUMMARY_INTERVAL_MS);

  return {
    url: pathOf('followRuns', { query: { runId } }),
    poll: () => Promise.all([readRun(), readBatches(), readSummaries()]),
    stop() {
      end.stop();
      run.stop();
      batches.stop();
      summaries.stop();
    },
    onMessage(name, data) {
      const snapshot = name === 'snapshot' ? runSnapshotOf(data) : null;
      if (snapshot) {
        queryClient.setQueryData(keys.run(runId), snapshot);
        batches.request();
        summaries.request();
        return;
      }
      const event = eventOf(data);
      if (event?.runId !== runId) return;
      if (event.type === 'run.finished') return end.request();
      queryClient.setQueryData<Run>(keys.run(runId), (shown) => shown && applyToRun(shown, event));
      run.request();
      batches.request();
      summaries.request();
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
