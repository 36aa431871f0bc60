import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@feedflow/shared/durations';
import { amountLabel } from '@feedflow/shared/model/amount-label';
import type { BatchMap } from '../api/types.ts';
import { formatShare } from '../format/number.ts';
import { formatDuration } from '../format/time.ts';

export type Timeline = BatchMap['timeline'];
export type TimelineBar = Timeline['bars'][number];

/** The length of the timeline: to the last end, or to now while a batch is running. */
export function spanMs({ from, bars }: Timeline, nowMs: number): number {
  const sinceFrom = from ? nowMs - Date.parse(from) : 0;
  return Math.max(1, ...bars.map(({ startMs, endMs }) => endMs ?? Math.max(startMs, sinceFrom)));
}

/** Round times along the timeline from its start, at most `most` of them. */
export function ticksOf(span: number, most: number): { atMs: number; label: string }[] {
  const step =
    STEPS_MS.find((candidate) => span / candidate <= most) ?? Math.ceil(span / most / DAY_MS) * DAY_MS;
  const count = Math.floor(span / step) + 1;
  return Array.from({ length: count }, (_, index) => ({
    atMs: index * step,
    label: index === 0 ? '0' : shortDuration(index * step),
  }));
}

const STEPS_MS = [
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 20, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 4, 8, 12].map((hours) => hours * HOUR_MS),
  DAY_MS,
];

function shortDuration(ms: number): string {
  if (ms < SECOND_MS) return `${ms} ms`;
  if (ms < MINUTE_MS) return `${ms / SECOND_MS} s`;
  if (ms < HOUR_MS) return `${ms / MINUTE_MS} min`;
  return ms < DAY_MS ? `${ms / HOUR_MS} h` : `${ms / DAY_MS} d`;
}

/** The label of a bar: "Batch 4: failed, started after 3.4 s, took 1.2 s", or how busy its batches kept their slot. */
export function barLabel(bar: TimelineBar): string {
  const { batches, batchIndex, status, startMs, endMs, busyMs } = bar;
  const started = `started after ${formatDuration(startMs)}`;
  if (batches === 1) {
    const took = endMs === null ? '' : `, took ${formatDuration(endMs - startMs)}`;
    return `Batch ${batchIndex}: ${status}, ${started}${took}`;
  }
  const busy =
    endMs === null
      ? ''
      : `, busy ${formatShare(busyMs, endMs - startMs)} of ${formatDuration(endMs - startMs)}`;
  const worst = status === 'completed' ? 'all completed' : `at least one ${status}, batch ${batchIndex}`;
  return `${amountLabel(batches, 'batch', 'batches')}: ${worst}${busy}, ${started}`;
}
