'use client';

import { useCallback, useState } from 'react';
import { clock } from '../../lib/api/browser.ts';
import { type EndedRun, type EndedSince, withEnded } from '../../lib/live/ended-runs.ts';

/**
 * Counts the runs that ended since a list was read whose rows stay where they are.
 *
 * @param list what the list is of; with another one counting begins anew
 * @param counts whether a run that ended concerns the list
 */
export function useEndedRuns(list: string, counts: (run: EndedRun) => boolean) {
  const [noted, setNoted] = useState(() => from(list));
  if (noted.list !== list) setNoted(from(list));
  const note = useCallback(
    (ended: readonly EndedRun[]) =>
      setNoted((known) => {
        const more = withEnded(known, ended);
        return more === known ? known : { ...known, ...more };
      }),
    [],
  );
  return {
    ended: noted.runs.filter(counts).length,
    note,
    /** To be called when the list is read again. */
    forget: () => setNoted(from(list)),
  };
}

function from(list: string): EndedSince & { list: string } {
  return { list, sinceMs: clock.now(), runs: [] };
}
