import { expect, test } from 'vitest';
import {
  boundsMs,
  fromInput,
  isSpan,
  rangeLabel,
  type TimeRange,
  timeRangeFromUrl,
  timeRangeToUrl,
  toInput,
  toSpan,
  zoomedOut,
} from './time-range.ts';
import { timestampMs } from './timestamp.ts';

test('a day that its month does not have is no timestamp', () => {
  expect(timestampMs('2024-02-29T12:00:00Z')).toBe(Date.UTC(2024, 1, 29, 12));
  expect(['2026-02-29T12:00:00Z', '2026-11-31T12:00Z', '2026-13-01T12:00Z'].map(timestampMs)).toEqual([
    null,
    null,
    null,
  ]);
});

test('a day after which the API has no other is no timestamp', () => {
  expect(['9998-12-31T23:59:59Z', '9999-12-31T00:00:00Z'].map(timestampMs)).toEqual([
    253_370_764_799_000,
    null,
  ]);
});

const none = { range: null, from: null, to: null };
const at = (text: string) => Date.parse(`2026-11-24T${text}Z`);
const span = (from: string, to: string): TimeRange => ({ fromMs: at(from), toMs: at(to) });

test.each<[TimeRange, object]>([
  [{ range: '24h' }, none],
  [{ range: '7d' }, { ...none, range: '7d' }],
  [span('12:00:00', '13:30:15'), { range: null, from: '2026-11-24T12:00:00Z', to: '2026-11-24T13:30:15Z' }],
])('a range survives the URL: %j', (range, url) => {
  expect(timeRangeToUrl(range)).toEqual(url);
  expect(timeRangeFromUrl(timeRangeToUrl(range))).toEqual({ range, unknown: null });
});

test.each([
  [{ ...none, range: '25h' }, '25h'],
  [{ ...none, from: '2026-11-24T12:00:00Z' }, '2026-11-24T12:00:00Z to …'],
  [{ ...none, from: 'x', to: 'y' }, 'x to y'],
  [
    { ...none, from: '2026-11-24T12:00:00Z', to: '2026-11-24T12:00:00Z' },
    '2026-11-24T12:00:00Z to 2026-11-24T12:00:00Z',
  ],
  // The API is sent whole seconds.
  [
    { ...none, from: '2026-11-24T12:00:00.100Z', to: '2026-11-24T12:00:00.900Z' },
    '2026-11-24T12:00:00.100Z to 2026-11-24T12:00:00.900Z',
  ],
  [
    { ...none, from: '1990-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
    '1990-01-01T00:00:00Z to 2026-01-01T00:00:00Z',
  ],
])('reports %j and shows the last 24 hours instead', (url, unknown) => {
  expect(timeRangeFromUrl(url)).toEqual({ range: { range: '24h' }, unknown });
});

test('sends a relative range to the API unchanged', () => {
  expect(toSpan({ range: '6h' })).toEqual({ from: 'now-6h', to: null });
  expect(toSpan(span('12:00:00', '13:00:00'))).toEqual({
    from: '2026-11-24T12:00:00Z',
    to: '2026-11-24T13:00:00Z',
  });
});

test.each<[TimeRange, TimeRange | null]>([
  [{ range: '15m' }, { range: '1h' }],
  [{ range: '7d' }, { range: '30d' }],
  [{ range: '30d' }, null],
  [span('12:00:00', '13:00:00'), span('11:30:00', '13:30:00')],
  // Not past now.
  [span('18:00:00', '19:00:00'), span('17:00:00', '19:00:00')],
  // A range in the future stays in view.
  [span('20:00:00', '21:00:00'), span('19:00:00', '21:00:00')],
])('zooming out of %j shows %j', (range, wider) => {
  expect(zoomedOut(range, at('19:00:00'))).toEqual(wider);
});

test('zooming out ends at the longest range of the API', () => {
  let range: TimeRange = span('12:00:00', '13:00:00');
  let steps = 0;
  for (let next: TimeRange | null = range; next; next = zoomedOut(next, at('19:00:00'))) {
    range = next;
    steps += 1;
    expect(steps).toBeLessThan(50);
  }
  const { fromMs, toMs } = boundsMs(range, at('19:00:00'));
  expect(isSpan(fromMs, toMs)).toBe(true);
  expect(isSpan(fromMs - 1, toMs)).toBe(false);
});

test('converts timestamps to input values and back', () => {
  expect(toInput(at('12:34:56'))).toBe('2026-11-24T12:34');
  expect(fromInput('2026-11-24T12:34')).toBe(at('12:34:00'));
  expect(fromInput('')).toBeNull();
});

test.each<[TimeRange, string]>([
  [{ range: '1h' }, 'Last hour'],
  [span('12:00:00', '13:30:00'), '2026-11-24 12:00 to 13:30 UTC'],
  [{ fromMs: at('12:00:00'), toMs: at('12:00:00') + 86_400_000 }, '2026-11-24 12:00 to 2026-11-25 12:00 UTC'],
])('labels %j "%s"', (range, label) => expect(rangeLabel(range)).toBe(label));
