import { formatUtc } from '../format/time.ts';

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z$/;

/** The end of the last year whose days all have a next day that ISO 8601 writes with four digits of year. */
const LAST_MS = Date.UTC(9_999, 0) - 1;

/** A UTC timestamp from a URL ("2026-11-24T12:00:00Z") in ms since 1970, before 9999; null for any other text. */
export function timestampMs(text: string | null): number | null {
  const ms = text !== null && TIMESTAMP.test(text) ? Date.parse(text) : Number.NaN;
  if (ms > LAST_MS) return null;
  // A day that its month does not have is read as one of the next month.
  const isDay = !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text?.slice(0, 10);
  return isDay ? ms : null;
}

/** "2026-11-24 12:00 to 18:30 UTC". */
export function spanLabel(fromMs: number, toMs: number): string {
  const [from, to] = [formatUtc(fromMs).slice(0, 16), formatUtc(toMs).slice(0, 16)];
  return `${from} to ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to} UTC`;
}
