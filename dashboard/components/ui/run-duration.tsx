'use client';

import type { RunSummary } from '../../lib/api/types.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { Elapsed } from './time.tsx';

/** How long a run took, or how long it has been running. */
export function RunDuration({ run }: { run: RunSummary }) {
  if (run.status === 'running') return <Elapsed since={run.startedAt} />;
  return run.meta.durationMs === null ? '–' : formatDuration(run.meta.durationMs);
}
