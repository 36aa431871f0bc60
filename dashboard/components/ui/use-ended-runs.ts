'use client';

import { useCallback, useState } from 'react';
import { clock } from '../../lib/api/browser.ts';
import { type EndedRun, type EndedSince, withEnded } from '../../lib/live/ended-runs.ts';

/**
 * Counts the runs that ended since a list was read, for lists that do not update themselves.
 *
 * @param list identifies the list; another value resets the count
 * @param counts whether an ended run concerns the list
 */
export function useEndedRuns(list: string, counts: (run: EndedRun) => boolean) {
  const [state, setState] = useState(() => initial(list));
  if (state.list !== list) setState(initial(list));
  const onEnded = useCallback(
    (ended: readonly EndedRun[]) =>
      setState((known) => {
        const more = withEnded(known, ended);
        return more === known ? known : { ...known, ...more };
      }),
    [],
  );
  return {
    ended: state.runs.filter(counts).length,
    onEnded,
    /** Call it when the list is read again. */
    reset: () => setState(initial(list)),
  };
}

function initial(list: string): EndedSince & { list: string } {
  return { list, sinceMs: clock.now(), runs: [] };
}
