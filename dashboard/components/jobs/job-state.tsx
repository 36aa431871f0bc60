'use client';

import { Anchor } from '@mantine/core';
import Link from 'next/link';
import type { JobItem } from '../../lib/api/types.ts';
import { closeReasonLabel } from '../../lib/jobs/close-reason.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { IconArchive, IconCalendarOff, IconCircleCheck } from '../ui/icons.ts';
import { RelativeTime } from '../ui/time.tsx';
import classes from './job-state.module.css';

type State = Pick<JobItem, 'status' | 'closedAt' | 'closedRunId' | 'closeReason' | 'expiresAt'>;

/** Whether a job is open, expired or closed, with when, why and the run that closed it. */
export function JobState({ job }: { job: State }) {
  const { status, closedAt, closedRunId, closeReason, expiresAt } = job;
  if (status === 'closed') {
    const isExpired = closeReason === 'expired';
    const at = isExpired ? expiresAt : closedAt;
    const Icon = isExpired ? IconCalendarOff : IconArchive;
    return (
      <span className={classes.state}>
        <span className={classes.badge} data-state={isExpired ? 'expired' : 'closed'}>
          <Icon size={15} aria-hidden="true" />
          <span>
            {isExpired ? 'Expired' : 'Closed'} {at && <RelativeTime at={at} />}
          </span>
        </span>
        <span className={classes.why}>
          {closeReason && closeReasonLabel(closeReason)}
          {closeReason && closedRunId && ' · '}
          {closedRunId && <RunLink runId={closedRunId} />}
        </span>
      </span>
    );
  }
  return (
    <span className={classes.badge} data-state="open">
      <IconCircleCheck size={15} aria-hidden="true" />
      Open
    </span>
  );
}

function RunLink({ runId }: { runId: string }) {
  return (
    <Anchor component={Link} href={runHref(runId)} prefetch={false} inherit underline="always">
      View run
    </Anchor>
  );
}
