'use client';

import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { clock, queries } from '../../lib/api/browser.ts';
import type { Run } from '../../lib/api/types.ts';
import { batchPace, type Mark, readingPace, withMark } from '../../lib/runs/pace.ts';
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

/** The rate is measured since the page was opened: of records while the feed is read, of batches after that. */
function Watched({ run }: { run: Run }) {
  const { totalBatches, processedBatches, rereadRecords } = run.meta;
  const reading = totalBatches === null;
  const expected = useQuery({ ...queries.lastRecords(run.sourceName), enabled: reading }).data ?? null;
  const ended = reading ? (rereadRecords ?? run.totalFetched) : processedBatches;
  const [marks, setMarks] = useState<readonly Mark[]>([]);
  useEffect(() => setMarks((shown) => withMark(shown, ended, clock.now())), [ended]);
  const label = useTicking((nowMs) =>
    reading ? readingPace(marks, expected, nowMs) : batchPace(marks, totalBatches, nowMs),
  );
  return (
    <Text size="sm" c="dimmed" data-testid="pace">
      {label}
    </Text>
  );
}
