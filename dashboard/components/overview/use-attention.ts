'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queries } from '../../lib/api/browser.ts';
import type { RunSummary, SourceItem } from '../../lib/api/types.ts';
import { attentionOf } from '../../lib/overview/attention.ts';
import type { Attention } from '../../lib/overview/attention-item.ts';
import { type Marks, stalledSince, watched } from '../../lib/overview/watch-progress.ts';
import { useLiveState } from '../layout/live.tsx';
import { useTicking } from '../ui/now.tsx';

/** How often conditions that depend only on the time are checked. */
const STEP_MS = 10_000;
/** There are no events for processes and services that go down: their health is polled. */
const HEALTH_INTERVAL_MS = 15_000;
const NO_MARKS: Marks = new Map();
const NO_RUNS: RunSummary[] = [];

/** The items that need attention now. */
export function useAttention(sources: readonly SourceItem[]): Attention[] {
  const running = useQuery(queries.runningRuns()).data ?? NO_RUNS;
  const troubled = useQuery(queries.troubledRuns()).data ?? NO_RUNS;
  const latest = useQuery(queries.latestRuns()).data ?? NO_RUNS;
  const live = useLiveState().status === 'live';
  const health = useQuery({ ...queries.health(), refetchInterval: live && HEALTH_INTERVAL_MS }).data ?? null;
  const [marks, setMarks] = useState(NO_MARKS);
  const nowMs = useTicking((now) => Math.floor(now / STEP_MS) * STEP_MS);
  const marksNow = watched(marks, running, nowMs);
  if (marksNow !== marks) setMarks(marksNow);
  return useMemo(() => {
    const stalled = stalledSince(marksNow, nowMs);
    return attentionOf({ health, sources, running, troubled, latest, stalled, nowMs });
  }, [health, sources, running, troubled, latest, marksNow, nowMs]);
}
