import { pathOf } from '@feedflow/shared/api/client';
import type { QueryClient } from '@tanstack/react-query';
import type { Queries } from '../api/queries.ts';
import type { Span } from '../api/types.ts';
import { createRefresher } from '../live/coalesce.ts';
import { readAgain } from '../live/read-again.ts';
import { eventOf } from '../live/read-message.ts';
import type { LiveSubject } from '../live/session.ts';

const RUNNING_INTERVAL_MS = 2_000;
const STATS_INTERVAL_MS = 5_000;

/**
 * Keeps the overview current: running runs are read again at most every two seconds while there are events, the
 * statistics at most every five seconds when a run starts or ends. A range in the past is not read again.
 */
export function followOverview(queryClient: QueryClient, queries: Queries, span: Span): LiveSubject {
  const readRunning = () => readAgain(queryClient, queries.runningRuns());
  const readStats = async () => {
    // First the reasons: a source that failed again is known by its reason to be acknowledged.
    await Promise.all([
      readAgain(queryClient, queries.troubledRuns()),
      readAgain(queryClient, queries.latestRuns()),
    ]);
    await readAgain(queryClient, queries.sources());
    await Promise.all([
      // Last, since a run that completed ends some: their items are gone by then.
      readAgain(queryClient, queries.acknowledgements()),
      span.to === null ? readAgain(queryClient, queries.runStats(span)) : null,
    ]);
  };
  const readHealth = () => readAgain(queryClient, queries.health());
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
