import { pathOf } from '@feedflow/shared/api/client';
import type { Queries } from '../api/queries.ts';
import { type EndedRun, endedIn, endedOf } from './ended-runs.ts';
import type { LiveSubject } from './session.ts';

/** Watches for runs that end, which may have changed jobs. The list itself is read again when it is asked for. */
export function followJobs(queries: Queries, note: (ended: readonly EndedRun[]) => void): LiveSubject {
  return {
    url: pathOf('followRuns'),
    poll: async () => note(endedOf(await queries.newestRuns())),
    stop: () => undefined,
    onMessage: (name, data) => note(endedIn(name, data)),
  };
}
