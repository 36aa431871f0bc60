import { pathOf } from '@feedflow/shared/api/client';
import type { QueryClient } from '@tanstack/react-query';
import type { Queries } from '../api/queries.ts';
import type { Span } from '../api/types.ts';
import { createRefresher } from '../live/coalesce.ts';
import { eventOf } from '../live/read-message.ts';
import type { LiveSubject } from '../live/session.ts';

const RUNNING_INTERVAL_MS = 2_000;
const OUTCOMES_INTERVAL_MS = 5_000;

/**
 * Keeps the overview current: what is running is read again at most every two seconds while anything moves,
 * what runs came to at most every five seconds when one begins or ends. A time that has passed stays as it is.
 */
export function followOverview(queryClient: QueryClient, queries: Queries, span: Span): LiveSubject {
  const fresh = { staleTime: 0, retry: false } as const;
  const readRunning = () => queryClient.fetchQuery({ ...queries.runningRuns(), ...fresh });
  const readOutcomes = () =>
    Promise.all([
      queryClient.fetchQuery({ ...queries.sources(), ...fresh }),
      queryClient.fetchQuery({ ...queries.troubledRuns(), ...fresh }),
      queryClient.fetchQuery({ ...queries.latestRuns(), ...fresh }),
      span.to === null ? queryClient.fetchQuery({ ...queries.runStats(span), ...fresh }) : null,
    ]);
  const readHealth = () => queryClient.fetchQuery({ ...queries.health(), ...fresh });
  const running = createRefresher(readRunning, () => RUNNING_INTERVAL_MS);
  const outcomes = createRefresher(readOutcomes, () => OUTCOMES_INTERVAL_MS);
  return {
    url: pathOf('followRuns'),
    poll: () => Promise.all([readRunning(), readOutcomes(), readHealth()]),
    stop() {
      running.stop();
      outcomes.stop();
    },
    onMessage(name, data) {
      if (name === 'snapshot') {
        running.request();
        outcomes.request();
        return;
      }
      const type = eventOf(data)?.type;
      if (type) running.request();
      if (type === 'run.started' || type === 'run.finished') outcomes.request();
    },
  };
}
