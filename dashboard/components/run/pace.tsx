'use client';

import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { clock } from '../../lib/api/browser.ts';
import type { Run } from '../../lib/api/types.ts';
import { type Mark, paceLabel, withMark } from '../../lib/runs/pace.ts';
import { useLiveState } from '../layout/live.tsx';
import { useTicking } from '../ui/now.tsx';
import { RelativeTime } from '../ui/time.tsx';

/** The remaining time of a running run, or that it has stalled; without live updates, the age of the data. */
export function Pace({ run, readAtMs }: { run: Run; readAtMs: number }) {
  const { status } = useLiveState();
  const watching = status === 'live' || status === 'polling';
  if (watching) return <Watched run={run} />;
  if (status === 'off' || status === 'connecting') return null;
  return (
    <Text size="sm" c="dimmed" data-testid="as-of">
      As of <RelativeTime at={new Date(readAtMs).toISOString()} />
    </Text>
  );
}

/** The rate is measured since the page was opened. */
function Watched({ run }: { run: Run }) {
  const { totalBatches, processedBatches } = run.meta;
  const [marks, setMarks] = useState<readonly Mark[]>([]);
  useEffect(() => setMarks((shown) => withMark(shown, processedBatches, clock.now())), [processedBatches]);
  const label = useTicking((nowMs) => paceLabel(marks, totalBatches, nowMs));
  return (
    <Text size="sm" c="dimmed" data-testid="pace">
      {label}
    </Text>
  );
}
