import type { Queries } from '../api/queries.ts';
import { type EndedRun, endedIn, endedOf } from './ended-runs.ts';
import type { LiveSubject } from './session.ts';

/** Reports ended runs, which may have changed jobs. The list is read again only when the user refreshes it. */
export function followJobs(queries: Queries, onEnded: (ended: readonly EndedRun[]) => void): LiveSubject {
  return {
    url: '/api/import-logs/stream',
    poll: async () => onEnded(endedOf(await queries.newestRuns())),
    stop: () => undefined,
    onMessage: (name, data) => onEnded(endedIn(name, data)),
  };
}
