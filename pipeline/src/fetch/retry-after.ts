import { DAY_MS } from '@feedflow/shared/durations';

/** A longer delay is shortened to this: a typo must not stop a source for years. */
const MAX_RETRY_AFTER_MS = DAY_MS;

/** The delay that a Retry-After header requests, in milliseconds from `now`, at most a day; null without one. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_MS);
}
