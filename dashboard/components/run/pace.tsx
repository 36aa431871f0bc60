'use client';

import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { clock } from '../../lib/api/browser.ts';
import type { Run } from '../../lib/api/types.ts';
import { type Mark, paceInWords, withMark } from '../../lib/runs/pace.ts';
import { useLiveState } from '../layout/live.tsx';
import { useTicking } from '../ui/now.tsx';
import { RelativeTime } from '../ui/time.tsx';

/** How long the running run will still take, or that it stands still; while nobody looks, how old the numbers are. */
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

/** What was not watched is no measure: the marks begin with the watching. */
function Watched({ run }: { run: Run }) {
  const { totalBatches, processedBatches, failedBatches } = run.meta;
  const ended = processedBatches + failedBatches;
  const [marks, setMarks] = useState<readonly Mark[]>([]);
  useEffect(() => setMarks((shown) => withMark(shown, ended, clock.now())), [ended]);
  const words = useTicking((nowMs) => paceInWords(marks, totalBatches, nowMs));
  return (
    <Text size="sm" c="dimmed" data-testid="pace">
      {words}
    </Text>
  );
}
