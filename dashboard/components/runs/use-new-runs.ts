'use client';

import { useState, useSyncExternalStore } from 'react';
import type { RunSummary } from '../../lib/api/types.ts';
import { heldBack } from '../../lib/runs/new-runs.ts';

/** Scrolled less than this, the top of the list is in view. */
const TOP_PX = 40;

/** The runs to show, and how many newer ones are held back until the user scrolls to the top. */
export function useNewRuns(runs: RunSummary[]): { shown: RunSummary[]; waiting: number; show: () => void } {
  const atTop = useSyncExternalStore(
    onScroll,
    () => window.scrollY < TOP_PX,
    () => true,
  );
  const head = runs[0]?.runId ?? null;
  const [leader, setLeader] = useState(head);
  if (atTop && leader !== head) setLeader(head);
  const waiting = atTop ? 0 : heldBack(runs, leader);
  return {
    shown: waiting > 0 ? runs.slice(waiting) : runs,
    waiting,
    show() {
      setLeader(head);
      window.scrollTo({ top: 0 });
    },
  };
}

function onScroll(listener: () => void): () => void {
  window.addEventListener('scroll', listener, { passive: true });
  return () => window.removeEventListener('scroll', listener);
}
