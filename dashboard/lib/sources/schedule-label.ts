import { amountLabel } from '@feedflow/shared/model/amount-label';
import { cronTimes } from '@feedflow/shared/model/schedule';
import { toString as cronLabel } from 'cronstrue';

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
  const label = (pattern: string) => cronLabel(pattern, { use24HourTimeFormat: true, verbose: false });
  try {
    const [minute, hour, day, month, weekday, ...others] = schedule.trim().split(/\s+/);
    if (!minute || !hour || !day || !month || !weekday || others.length > 0) return label(schedule);
    const clock = `${evenSteps(minute, 60)} ${evenSteps(hour, 24)}`;
    if ([day, weekday].some((field) => field === '*' || field === '?'))
      return label(`${clock} ${day} ${month} ${weekday}`);
    // One of the two days is enough. The label of both, "on day 13 of the month, and on Friday", reads as if it were
    // not.
    const byWeekday = label(`${clock} * ${month} ${weekday}`);
    return `${label(`${clock} ${day} ${month} *`)}; also ${byWeekday.charAt(0).toLowerCase()}${byWeekday.slice(1)}`;
  } catch {
    return schedule;
  }
}

/** A step that does not go into the hour or day, such as every 45 minutes, starts again with it: it is a list. */
function evenSteps(field: string, count: number): string {
  const step = Number(/^\*\/(\d+)$/.exec(field)?.[1] ?? 1);
  if (step < 1 || step >= count || count % step === 0) return field;
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step).join(',');
}

function intervalLabel(minutes: number): string {
  if (minutes === 1) return 'Every minute';
  if (minutes % 1_440 === 0) return minutes === 1_440 ? 'Every day' : `Every ${minutes / 1_440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? 'Every hour' : `Every ${minutes / 60} hours`;
  return `Every ${amountLabel(minutes, 'minute')}`;
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
