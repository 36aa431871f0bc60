import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@feedflow/shared/durations';
import { durationLabel, longDurationLabel } from '@feedflow/shared/model/duration-label';

const localShort = new Map<string | undefined, Intl.DateTimeFormat>();

export const formatDuration = durationLabel;

/** The time elapsed so far, in whole seconds so that it ticks evenly. */
export function formatElapsed(sinceMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - sinceMs) / SECOND_MS));
  return seconds < 60 ? `${seconds} s` : longDurationLabel(seconds);
}

/** "just now", "40 s ago", "5 min ago", "in 2 h"; beyond 30 days the date itself. */
export function formatRelative(atMs: number, nowMs: number): string {
  const distance = Math.abs(nowMs - atMs);
  if (distance < 5 * SECOND_MS) return 'just now';
  if (distance > 30 * DAY_MS) return new Date(atMs).toISOString().slice(0, 10);
  return atMs > nowMs
    ? `in ${largestUnit(distance, Math.round)}`
    : `${largestUnit(distance, Math.floor)} ago`;
}

/** When something is due: "in 2 h", "now" until it begins; how long ago that was if it does not. */
export function formatDue(atMs: number, nowMs: number): string {
  const late = nowMs - atMs;
  return late > -5 * SECOND_MS && late < MINUTE_MS ? 'now' : formatRelative(atMs, nowMs);
}

/** A time to come is rounded: 23:59 h are "24 h". An age is rounded down, but never below the duration beside it. */
function largestUnit(ms: number, round: (value: number) => number): string {
  // Seconds change in steps of five: a column of ages that all tick every second is noise.
  const seconds = Math.ceil(ms / (5 * SECOND_MS)) * 5;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.max(1, round(ms / MINUTE_MS));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.max(1, round(ms / HOUR_MS));
  if (hours < 24 || ms < DAY_MS) return `${hours} h`;
  return `${round(ms / DAY_MS)} d`;
}

/** A timestamp in the user's time zone: "2026-11-24 18:56:21". Its zone is shown beside it, or on hover. */
export function formatLocalShort(atMs: number, timeZone?: string): string {
  let format = localShort.get(timeZone);
  if (!format) {
    // Swedish dates are those of ISO 8601.
    format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
    localShort.set(timeZone, format);
  }
  return format.format(atMs);
}

/** "2026-11-24 17:56:21 UTC". */
export function formatUtc(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** "17:56 UTC", for axes and other narrow spaces. */
export function formatUtcMinute(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 16)} UTC`;
}

/** A timestamp in the user's time zone, with its name: "Nov 24, 2026, 18:56:21 GMT+1". */
export function formatLocal(atMs: number, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-US', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  }).format(atMs);
}
