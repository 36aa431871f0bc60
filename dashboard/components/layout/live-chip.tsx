'use client';

import { Tooltip, UnstyledButton } from '@mantine/core';
import { formatRelative } from '../../lib/format/time.ts';
import type { LiveStatus } from '../../lib/live/connection.ts';
import { outageLabel } from '../../lib/live/outage.ts';
import { useTicking } from '../ui/now.tsx';
import { useOutage } from './access.tsx';
import { useLiveSession, useLiveState } from './live.tsx';
import classes from './live-chip.module.css';

const LABELS: Record<LiveStatus, { label: string; hint: string }> = {
  off: { label: '', hint: '' },
  connecting: { label: 'Connecting', hint: 'Opening the event stream.' },
  live: { label: 'Live', hint: 'Changes appear as they happen. Click to pause.' },
  reconnecting: { label: 'Reconnecting', hint: 'The event stream was interrupted. Reconnecting.' },
  polling: { label: 'Polling', hint: 'No event stream. The page refreshes every few seconds.' },
  stale: { label: 'Stale', hint: 'The API is unreachable. The data may be out of date.' },
  paused: { label: 'Paused', hint: 'Updates are paused. Click to resume.' },
};

/** Statuses that do not say what is wrong in an outage: the stream stays open, or opens and breaks off again. */
const HIDES_OUTAGE: readonly LiveStatus[] = ['connecting', 'live', 'reconnecting', 'polling'];

/** Shows how current the page is, and pauses or resumes live updates. */
export function LiveChip() {
  const session = useLiveSession();
  const { status, lastContactMs } = useLiveState();
  const since = useTicking((nowMs) =>
    status === 'stale' && lastContactMs ? `, last contact ${formatRelative(lastContactMs, nowMs)}` : '',
  );
  const outage = useOutage();
  if (status === 'off') return null;
  const isOut = outage.length > 0 && HIDES_OUTAGE.includes(status);
  const { label, hint } = isOut
    ? { label: 'Outage', hint: `${outageLabel(outage)} The data may be out of date.` }
    : LABELS[status];
  return (
    <Tooltip label={hint} multiline maw={260}>
      <UnstyledButton
        className={classes.chip}
        data-status={isOut ? 'outage' : status}
        onClick={session.togglePause}
        aria-label={`Live updates: ${label.toLowerCase()}${since}. ${status === 'paused' ? 'Resume' : 'Pause'}.`}
      >
        <span className={classes.dot} aria-hidden="true" />
        <span>
          {label}
          <span className={classes.since}>{since}</span>
        </span>
      </UnstyledButton>
    </Tooltip>
  );
}
