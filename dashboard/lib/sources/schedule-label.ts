import { cronTimes } from '@feedflow/shared/model/schedule';
import { toString as cronLabel } from 'cronstrue';
import { formatAmount } from '../format/number.ts';

export interface Timing {
  schedule: string | null;
  intervalMinutes: number | null;
  timezone: string;
}

/** When a source runs: "Every 90 minutes", "At 06:15, Monday through Friday (Europe/Berlin)". */
export function scheduleLabel({ schedule, intervalMinutes, timezone }: Timing): string {
  if (schedule) return `${patternLabel(schedule)} (${timezone})`;
  return intervalMinutes === null ? 'Not scheduled' : intervalLabel(intervalMinutes);
}

/** An invalid cron expression is shown as it is. */
function patternLabel(schedule: string): string {
  try {
    return cronLabel(schedule, { use24HourTimeFormat: true, verbose: false });
  } catch {
    return schedule;
  }
}

function intervalLabel(minutes: number): string {
  if (minutes === 1) return 'Every minute';
  if (minutes % 1_440 === 0) return minutes === 1_440 ? 'Every day' : `Every ${minutes / 1_440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? 'Every hour' : `Every ${minutes / 60} hours`;
  return `Every ${formatAmount(minutes, 'minute')}`;
}

/** The next `count` times of a cron expression after `nowMs`; null if the expression or time zone is invalid. */
export function nextTimes(schedule: string, timezone: string, nowMs: number, count = 3): Date[] | null {
  try {
    const times = cronTimes(schedule, timezone, new Date(nowMs), count);
    return times.length > 0 ? times : null;
  } catch {
    return null;
  }
}
