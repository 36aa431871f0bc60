import { pathOf } from '@feedflow/shared/api/client';
import type { QueryClient } from '@tanstack/react-query';
import type { Queries } from '../api/queries.ts';
import type { Span } from '../api/types.ts';
import { createRefresher } from '../live/coalesce.ts';
import { eventOf } from '../live/read-message.ts';
import type { LiveSubject } from '../live/session.ts';

const RUNNING_INTERVAL_MS = 2_000;
const STATS_INTERVAL_MS = 5_000;

/**
 * Keeps the overview current: running runs are read again at most every two seconds while there are events, the
 * statistics at most every five seconds when a run starts or ends. A range in the past is not read again.
 */
export function followOverview(queryClient: QueryClient, queries: Queries, span: Span): LiveSubject {
  const fresh = { staleTime: 0, retry: false } as const;
  const readRunning = () => queryClient.fetchQuery({ ...queries.runningRuns(), ...fresh });
  const readStats = async () => {
    // First the reasons: a source that failed again is known by its reason to be acknowledged.
    await Promise.all([
      queryClient.fetchQuery({ ...queries.troubledRuns(), ...fresh }),
      queryClient.fetchQuery({ ...queries.latestRuns(), ...fresh }),
    ]);
    await queryClient.fetchQuery({ ...queries.sources(), ...fresh });
    await Promise.all([
      // Last, since a run that completed ends some: their items are gone by then.
      queryClient.fetchQuery({ ...queries.acknowledgements(), ...fresh }),
      span.to === null ? queryClient.fetchQuery({ ...queries.runStats(span), ...fresh }) : null,
    ]);
  };
  const readHealth = () => queryClient.fetchQuery({ ...queries.health(), ...fresh });
  const running = createRefresher(readRunning, () => RUNNING_INTERVAL_MS);
  const stats = createRefresher(readStats, () => STATS_INTERVAL_MS);
  return {
    url: pathOf('followRuns'),
    poll: () => Promise.all([readRunning(), readStats(), readHealth()]),
    stop() {
      running.stop();
      stats.stop();
    },
    onMessage(name, data) {
      if (name === 'snapshot') {
        running.request();
        stats.request();
        return;
      }
      const type = eventOf(data)?.type;
      if (type) running.request();
      if (type === 'run.started' || type === 'run.finished') stats.request();
    },
  };
}
