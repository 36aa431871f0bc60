'use client';

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queries } from '../../lib/api/browser.ts';
import type { Acknowledgement, RunSummary, SourceItem } from '../../lib/api/types.ts';
import { attentionOf } from '../../lib/overview/attention.ts';
import type { Attention } from '../../lib/overview/attention-item.ts';
import { type HiddenItem, separateHidden } from '../../lib/overview/hidden-items.ts';
import { type Marks, stalledSince, watched } from '../../lib/overview/watch-progress.ts';
import { useLiveState } from '../layout/live.tsx';
import { useTicking } from '../ui/now.tsx';

/** How often conditions that depend only on the time are checked. */
const STEP_MS = 10_000;
/** There are no events for processes and services that go down, nor for acknowledgements of others: they are polled. */
const POLL_INTERVAL_MS = 15_000;
const NO_MARKS: Marks = new Map();
const NO_RUNS: RunSummary[] = [];
const NO_ACKNOWLEDGEMENTS: Acknowledgement[] = [];

/** The items that need attention now, those that are acknowledged or snoozed, and what has not been read yet. */
export function useAttention(sources: readonly SourceItem[]): {
  shown: Attention[];
  hidden: HiddenItem[];
  /** There may be more items. */
  unread: UseQueryResult | undefined;
} {
  const live = useLiveState().status === 'live';
  const refetchInterval = live && POLL_INTERVAL_MS;
  const reads = {
    running: useQuery(queries.runningRuns()),
    troubled: useQuery(queries.troubledRuns()),
    latest: useQuery(queries.latestRuns()),
    health: useQuery({ ...queries.health(), refetchInterval }),
    acknowledgements: useQuery({ ...queries.acknowledgements(), refetchInterval }),
  };
  const running = reads.running.data ?? NO_RUNS;
  const troubled = reads.troubled.data ?? NO_RUNS;
  const latest = reads.latest.data ?? NO_RUNS;
  const health = reads.health.data ?? null;
  const acknowledgements = reads.acknowledgements.data ?? NO_ACKNOWLEDGEMENTS;
  const [marks, setMarks] = useState(NO_MARKS);
  const nowMs = useTicking((now) => Math.floor(now / STEP_MS) * STEP_MS);
  const marksNow = watched(marks, running, nowMs);
  if (marksNow !== marks) setMarks(marksNow);
  const items = useMemo(() => {
    const stalled = stalledSince(marksNow, nowMs);
    const found = attentionOf({ health, sources, running, troubled, latest, stalled, nowMs });
    return separateHidden(found, acknowledgements, nowMs);
  }, [health, sources, running, troubled, latest, acknowledgements, marksNow, nowMs]);
  return { ...items, unread: Object.values(reads).find(({ data }) => data === undefined) };
}
