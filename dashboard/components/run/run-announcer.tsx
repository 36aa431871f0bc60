'use client';

import { VisuallyHidden } from '@mantine/core';
import { useRef } from 'react';
import type { Run } from '../../lib/api/types.ts';
import { formatAmount } from '../../lib/format/number.ts';

/** Tells a screen reader, politely and once, when the run it is looking at has ended. */
export function RunAnnouncer({ run }: { run: Run }) {
  const wasRunning = useRef(run.status === 'running');
  if (run.status === 'running') wasRunning.current = true;
  const ended = wasRunning.current && run.status !== 'running';
  return (
    <VisuallyHidden role="status">
      {ended ? `The run has ended: ${run.status}, ${formatAmount(run.totalFetched, 'record')}.` : ''}
    </VisuallyHidden>
  );
}
