import { MINUTE_MS, SECOND_MS } from '../durations.ts';

/* How durations are written, the same everywhere. Browsers load it. */

/** A duration in ms: "840 ms", "12.4 s", "3 min 05 s", "2 h 05 min", "3 d 04 h". */
export function durationLabel(durationMs: number): string {
  const ms = Math.max(0, Math.round(durationMs));
  if (ms < SECOND_MS) return `${ms} ms`;
  // What rounds to 60.0 s is a minute.
  if (ms < MINUTE_MS - 50) return `${(ms / SECOND_MS).toFixed(1)} s`;
  return longDurationLabel(Math.round(ms / SECOND_MS));
}

/** A duration of a minute or more, in whole seconds, by its two largest units. */
export function longDurationLabel(seconds: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} d ${pad(hours % 24)} h`;
}
