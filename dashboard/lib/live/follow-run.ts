import { importLog } from '@feedflow/shared/import-log';
import { runEvent } from '@feedflow/shared/run-event';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { parseJson } from '../api/failure.ts';
import { keys, pathWith, type Queries, type Run } from '../api/queries.ts';
import { applyToRun } from './apply-event.ts';
import { createRefresher } from './coalesce.ts';
import type { LiveSubject } from './session.ts';

const RUN_INTERVAL_MS = 500;

/**
 * Keeps one run's page current: the run itself is patched by events and re-read at most twice a second; its
 * batches are re-read the slower, the more pages of them are loaded.
 */
export function followRun(queryClient: QueryClient, queries: Queries, runId: string): LiveSubject {
  const readRun = () => queryClient.fetchQuery({ ...queries.run(runId), staleTime: 0, retry: false });
  const readBatches = () =>
    queryClient.refetchQueries({ queryKey: keys.batches(runId), type: 'active' }, { throwOnError: true });
  const run = createRefresher(readRun, () => RUN_INTERVAL_MS);
  const batches = createRefresher(readBatches, () => RUN_INTERVAL_MS * loadedPages(queryClient, runId));

  return {
    url: pathWith('/api/import-logs/stream', { runId }),
    poll: () => Promise.all([readRun(), readBatches()]),
    stop() {
      run.stop();
      batches.stop();
    },
    onMessage(name, data) {
      const value = parseJson(data);
      if (name === 'snapshot' && importLog.safeParse(value).success) {
        queryClient.setQueryData(keys.run(runId), value as Run);
        batches.request();
        return;
      }
      const event = runEvent.safeParse(value);
      if (!event.success || event.data.runId !== runId) return;
      queryClient.setQueryData<Run>(keys.run(runId), (shown) => shown && applyToRun(shown, event.data));
      run.request();
      batches.request();
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
