'use client';

import { useState, useSyncExternalStore } from 'react';
import type { RunSummary } from '../../lib/api/types.ts';
import { heldBack } from '../../lib/runs/new-runs.ts';

/** Scrolled less than this, the top of the list is in view. */
const TOP_PX = 40;

/**
 * The runs to show, and how many newer ones are held back until the user scrolls to the top.
 *
 * @param list identifies the list: of another one nothing is held back
 */
export function useNewRuns(
  list: string,
  runs: RunSummary[],
): { shown: RunSummary[]; waiting: number; show: () => void } {
  const atTop = useSyncExternalStore(
    onScroll,
    () => window.scrollY < TOP_PX,
    () => true,
  );
  const head = runs[0]?.runId ?? null;
  const [leader, setLeader] = useState({ list, head });
  // Of a list that is loading the first run is not known yet.
  const isOther = leader.list !== list || (leader.head === null && head !== null);
  if (isOther || (atTop && leader.head !== head)) setLeader({ list, head });
  const waiting = atTop ? 0 : heldBack(runs, leader.head);
  return {
    shown: waiting > 0 ? runs.slice(waiting) : runs,
    waiting,
    show() {
      setLeader({ list, head });
      window.scrollTo({ top: 0 });
    },
  };
}

function onScroll(listener: () => void): () => void {
  window.addEventListener('scroll', listener, { passive: true });
  return () => window.removeEventListener('scroll', listener);
}
