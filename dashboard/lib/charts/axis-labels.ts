import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@feedflow/shared/durations';
import { formatUtc } from '../format/time.ts';

const UNITS = [
  { unit: 'h', ms: HOUR_MS },
  { unit: 'min', ms: MINUTE_MS },
  { unit: 's', ms: SECOND_MS },
] as const;
/** Up to this span buckets are labelled by the time of day, beyond it by the day. */
const CLOCK_SPAN_MS = 2 * DAY_MS;

interface Bucket {
  from: string;
  to: string;
}

const day = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });

/** The label of a bucket: "2026-11-24 12:00 to 12:30 UTC", "2026-11-24 UTC", "2026-11-18 to 2026-11-24 UTC". */
export function bucketLabel({ from, to }: Bucket): string {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const startText = formatUtc(start).slice(0, 16);
  if (!startText.endsWith('00:00') || (end - start) % DAY_MS !== 0)
    return `${startText} to ${formatUtc(end).slice(11, 16)} UTC`;
  const [first, last] = [formatUtc(start).slice(0, 10), formatUtc(end - 1).slice(0, 10)];
  return first === last ? `${first} UTC` : `${first} to ${last} UTC`;
}

/**
 * The buckets that an axis may label, and their labels: up to two days all of them by the time of day, beyond that
 * those that start a day by its date.
 */
export function axisTicks(buckets: readonly Bucket[]): { ticks: string[]; label: (from: string) => string } {
  const [first, last] = [buckets[0], buckets.at(-1)];
  const spanMs = first && last ? Date.parse(last.to) - Date.parse(first.from) : 0;
  if (spanMs <= CLOCK_SPAN_MS)
    return { ticks: buckets.map(({ from }) => from), label: (from) => from.slice(11, 16) };
  return {
    ticks: buckets.flatMap(({ from }) => (from.slice(11, 16) === '00:00' ? from : [])),
    label: (from) => day.format(Date.parse(from)),
  };
}

/** A duration in one unit, for axes: "80 s", "5 min", "2.5 h". Minutes and hours begin at two of them. */
export function roundDuration(ms: number): string {
  const { unit, ms: size } = UNITS.find((one) => ms >= (one.unit === 's' ? 1 : 2) * one.ms) ?? {
    unit: 'ms',
    ms: 1,
  };
  return `${Math.round((ms / size) * 10) / 10} ${unit}`;
}
