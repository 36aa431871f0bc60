import { HOUR_MS, MINUTE_MS } from '../durations.ts';
import type { HealthReason } from '../model/quality.ts';
import { DEFAULT_FRESH_HOURS, FRESH_DUE_TIMES } from '../model/quality-rules.ts';
import { cronTimes, intervalMinutesOf } from '../model/schedule.ts';
import type { Source } from '../model/source.ts';
import { healthReason } from './health-reason.ts';

/**
 * Whether a source has had no successful import for too long. A new source, or one whose settings were saved or that
 * was enabled since, has the same time from then on. One that is disabled is not judged.
 *
 * @returns why, or null
 */
export function staleReason(
  source: Pick<
    Source,
    | 'enabled'
    | 'quality'
    | 'schedule'
    | 'timezone'
    | 'intervalMinutes'
    | 'lastSuccess'
    | 'createdAt'
    | 'updatedAt'
    | 'name'
  >,
  now: Date,
  defaultMinutes: number,
): HealthReason | null {
  const { enabled, quality, lastSuccess, createdAt, updatedAt } = source;
  if (!enabled || quality?.freshHours === null) return null;
  const imported = lastSuccess?.at ?? null;
  const since = new Date(Math.max(imported?.getTime() ?? createdAt.getTime(), updatedAt.getTime()));
  const hours = quality?.freshHours ?? DEFAULT_FRESH_HOURS;
  // Most sources are fresh: their schedule need not be read.
  if (now.getTime() - since.getTime() <= hours * HOUR_MS) return null;
  const limitMs = quality?.freshHours
    ? hours * HOUR_MS
    : Math.max(hours * HOUR_MS, scheduleMs(source, since, defaultMinutes));
  if (now.getTime() - since.getTime() <= limitMs) return null;
  const limit = hoursLabel(limitMs);
  const message = imported
    ? `no successful import for ${hoursLabel(now.getTime() - imported.getTime())}, at most ${limit} expected`
    : `no successful import yet, expected within ${limit}`;
  return healthReason('stale', 'failing', message);
}

/** How long three runs of its schedule take, in ms; 0 if it cannot be read or comes due no more. */
function scheduleMs(source: Parameters<typeof staleReason>[0], since: Date, defaultMinutes: number): number {
  const minutes = intervalMinutesOf(source, defaultMinutes);
  if (minutes !== null) return FRESH_DUE_TIMES * minutes * MINUTE_MS;
  try {
    const due = cronTimes(source.schedule ?? '', source.timezone, since, FRESH_DUE_TIMES).at(-1);
    return due ? due.getTime() - since.getTime() : 0;
  } catch {
    return 0;
  }
}

function hoursLabel(ms: number): string {
  const hours = Math.floor(ms / HOUR_MS);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return hours === 1 ? '1 hour' : `${hours} hours`;
}
