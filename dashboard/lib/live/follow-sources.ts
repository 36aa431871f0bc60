import { runEvent } from '@feedflow/shared/run-event';
import type { QueryClient } from '@tanstack/react-query';
import { parseJson } from '../api/failure.ts';
import type { Queries } from '../api/queries.ts';
import { createRefresher } from './coalesce.ts';
import type { LiveSubject } from './session.ts';

const LIST_INTERVAL_MS = 2_000;

/** Keeps the list of sources current: read again when a run begins or ends, at most every two seconds. */
export function followSources(queryClient: QueryClient, queries: Queries): LiveSubject {
  const poll = () => queryClient.fetchQuery({ ...queries.sources(), staleTime: 0, retry: false });
  const refresher = createRefresher(poll, () => LIST_INTERVAL_MS);
  return {
    url: '/api/import-logs/stream',
    poll,
    stop: refresher.stop,
    onMessage(name, data) {
      if (name === 'snapshot') return refresher.request();
      const event = runEvent.safeParse(parseJson(data));
      if (event.success && (event.data.type === 'run.started' || event.data.type === 'run.finished')) {
        refresher.request();
      }
    },
  };
}
