import type { RunStatus, RunTrigger } from '@feedflow/shared/model/run';
import { VisuallyHidden } from '@mantine/core';
import type { AnyStatus } from '../../lib/runs/shown-status.ts';
import {
  IconAlertTriangle,
  IconBan,
  IconCalendarClock,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconHandClick,
  IconPlayerStop,
  IconProgress,
  IconRefresh,
} from './icons.ts';
import classes from './status.module.css';

const STATUSES: Record<AnyStatus, { label: string; Icon: typeof IconBan }> = {
  running: { label: 'Running', Icon: IconProgress },
  completed: { label: 'Completed', Icon: IconCircleCheck },
  partial: { label: 'Partial', Icon: IconAlertTriangle },
  'completed-with-errors': { label: 'Completed with errors', Icon: IconAlertTriangle },
  failed: { label: 'Failed', Icon: IconCircleX },
  cancelled: { label: 'Cancelled', Icon: IconBan },
  waiting: { label: 'Waiting', Icon: IconClock },
  stopping: { label: 'Stopping', Icon: IconPlayerStop },
};

export const statusLabel = (status: AnyStatus): string => STATUSES[status].label;

/** The status of a run as it is shown. */
export function shownStatus(run: { status: RunStatus; cancelRequestedAt: string | null }): AnyStatus {
  return run.status === 'running' && run.cancelRequestedAt ? 'stopping' : run.status;
}

/** A status as a coloured icon with its label. Use 'icon' where the label is nearby. */
export function Status({ status, size = 'sm' }: { status: AnyStatus; size?: 'icon' | 'sm' | 'md' }) {
  const { label, Icon } = STATUSES[status];
  return (
    <span
      className={classes.status}
      data-status={status}
      data-size={size}
      title={size === 'icon' ? label : undefined}
    >
      <Icon size={size === 'md' ? 18 : 16} stroke={2} className={classes.icon} aria-hidden="true" />
      {size === 'icon' ? <VisuallyHidden>{label}</VisuallyHidden> : label}
    </span>
  );
}

const TRIGGERS: Record<RunTrigger, { label: string; Icon: typeof IconBan }> = {
  schedule: { label: 'Schedule', Icon: IconCalendarClock },
  manual: { label: 'Manual', Icon: IconHandClick },
  rerun: { label: 'Re-run', Icon: IconRefresh },
};

export const triggerLabel = (trigger: RunTrigger): string => TRIGGERS[trigger].label;

/** The trigger of a run as an icon with its label. */
export function Trigger({ trigger }: { trigger: RunTrigger }) {
  const { label, Icon } = TRIGGERS[trigger];
  return (
    <span className={classes.trigger}>
      <Icon size={15} stroke={1.75} aria-hidden="true" />
      {label}
    </span>
  );
}
