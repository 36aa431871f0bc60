import { pathOf } from '@feedflow/shared/api/client';
import type { QueryClient } from '@tanstack/react-query';
import type { Queries } from '../api/queries.ts';
import { createRefresher } from './coalesce.ts';
import { readAgain } from './read-again.ts';
import { eventOf } from './read-message.ts';
import type { LiveSubject } from './session.ts';

const LIST_INTERVAL_MS = 2_000;

/** Keeps the list of sources current: it is read again when a run starts or ends, at most every two seconds. */
export function followSources(queryClient: QueryClient, queries: Queries): LiveSubject {
  const poll = () => readAgain(queryClient, queries.sources());
  const refresher = createRefresher(poll, () => LIST_INTERVAL_MS);
  return {
    url: pathOf('followRuns'),
    poll,
    stop: refresher.stop,
    onMessage(name, data) {
      if (name === 'snapshot') return refresher.request();
      const type = eventOf(data)?.type;
      if (type === 'run.started' || type === 'run.finished') refresher.request();
    },
  };
}
