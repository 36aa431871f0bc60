import { expect, test } from 'vitest';
import { barLabel, spanMs, type TimelineBar, ticksOf } from './timeline.ts';

const bar: TimelineBar = {
  lane: 0,
  startMs: 2_000,
  endMs: 3_500,
  busyMs: 1_500,
  batches: 1,
  batchIndex: 4,
  status: 'failed',
};
const from = '2026-11-24T12:00:00.000Z';
const at = (ms: number) => Date.parse(from) + ms;

test('a timeline ends with its last batch, or now while one is running', () => {
  const timeline = { from, lanes: [], lanesLeftOut: 0, bars: [bar] };
  expect(spanMs(timeline, at(60_000))).toBe(3_500);
  expect(spanMs({ ...timeline, bars: [bar, { ...bar, endMs: null }] }, at(60_000))).toBe(60_000);
  expect(spanMs({ ...timeline, bars: [] }, at(60_000))).toBe(1);
});

test.each([
  [45_000, 6, ['0', '10 s', '20 s', '30 s', '40 s']],
  [90, 6, ['0', '20 ms', '40 ms', '60 ms', '80 ms']],
  [3 * 3_600_000, 4, ['0', '1 h', '2 h', '3 h']],
])('%i ms have at most %i steps', (span, most, labels) =>
  expect(ticksOf(span, most).map(({ label }) => label)).toEqual(labels),
);

test('even a year has a bounded number of ticks', () => {
  expect(ticksOf(365 * 86_400_000, 6).length).toBeLessThanOrEqual(7);
});

test.each([
  [bar, 'Batch 4: failed, started after 2.0 s, took 1.5 s'],
  [{ ...bar, endMs: null, status: 'running' as const }, 'Batch 4: running, started after 2.0 s'],
  [
    { ...bar, batches: 12, endMs: 5_000 },
    '12 batches: at least one failed, batch 4, busy 50% of 3.0 s, started after 2.0 s',
  ],
])('labels a bar', (of, words) => expect(barLabel(of)).toBe(words));
