import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@feedflow/shared/durations';

const localShort = new Map<string | undefined, Intl.DateTimeFormat>();

/** A duration: "840 ms", "12.4 s", "3 min 05 s", "2 h 05 min", "3 d 04 h". */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, Math.round(durationMs));
  if (ms < SECOND_MS) return `${ms} ms`;
  if (ms < MINUTE_MS - 50) return `${(ms / SECOND_MS).toFixed(1)} s`;
  return coarse(Math.round(ms / SECOND_MS));
}

/** The time elapsed so far, in whole seconds so that it ticks evenly. */
export function formatElapsed(sinceMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - sinceMs) / SECOND_MS));
  return seconds < 60 ? `${seconds} s` : coarse(seconds);
}

function coarse(seconds: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} d ${pad(hours % 24)} h`;
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
