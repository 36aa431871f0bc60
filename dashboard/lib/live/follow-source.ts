import { pathOf } from '@feedflow/shared/api/client';
import type { QueryClient } from '@tanstack/react-query';
import { keys, type Queries } from '../api/queries.ts';
import { lastRunsOf } from '../sources/source-page.ts';
import { createRefresher } from './coalesce.ts';
import { followRuns } from './follow-runs.ts';
import { eventOf } from './read-message.ts';
import type { LiveSubject } from './session.ts';

const SOURCE_INTERVAL_MS = 2_000;
const ignoreEnded = () => undefined;

/** Keeps the page of a source current: its last runs as any list of runs, and its state when one starts or ends. */
export function followSource(queryClient: QueryClient, queries: Queries, name: string): LiveSubject {
  const runs = followRuns(queryClient, queries, lastRunsOf(name), ignoreEnded);
  const readSource = () => queryClient.refetchQueries({ queryKey: keys.source(name), type: 'active' });
  const source = createRefresher(readSource, () => SOURCE_INTERVAL_MS);
  return {
    url: pathOf('followRuns'),
    poll: () => Promise.all([runs.poll(), readSource()]),
    stop() {
      runs.stop();
      source.stop();
    },
    onMessage(event, data) {
      runs.onMessage(event, data);
      if (event === 'snapshot') return source.request();
      const change = eventOf(data);
      if (change?.sourceName !== name) return;
      if (change.type === 'run.started' || change.type === 'run.finished') source.request();
    },
  };
}
