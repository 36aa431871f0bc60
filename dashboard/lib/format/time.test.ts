import { expect, test } from 'vitest';
import {
  formatDue,
  formatDuration,
  formatElapsed,
  formatLocal,
  formatLocalShort,
  formatRelative,
  formatUtc,
  formatUtcMinute,
} from './time.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, '0 ms'],
  [-5, '0 ms'],
  [840.4, '840 ms'],
  [12_400, '12.4 s'],
  [59_940, '59.9 s'],
  [59_999, '1 min 00 s'],
  [185_000, '3 min 05 s'],
  [3_599_700, '1 h 00 min'],
  [7_500_000, '2 h 05 min'],
  [100 * HOUR, '4 d 04 h'],
])('a duration of %d ms reads %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

test.each([
  [0, '0 s'],
  [-3 * SECOND, '0 s'],
  [59.9 * SECOND, '59 s'],
  [61 * SECOND, '1 min 01 s'],
])('what has run for %d ms shows %s', (ms, text) => expect(formatElapsed(NOW - ms, NOW)).toBe(text));

test.each([
  [0, 'just now'],
  [-3 * SECOND, 'just now'],
  [9 * SECOND, '10 s ago'],
  [43 * SECOND, '45 s ago'],
  [58 * SECOND, '1 min ago'],
  [119 * SECOND, '1 min ago'],
  [5 * MINUTE, '5 min ago'],
  [23 * HOUR, '23 h ago'],
  [3 * DAY, '3 d ago'],
  [31 * DAY, '2026-10-24'],
  [-2 * HOUR, 'in 2 h'],
  [-115 * SECOND, 'in 2 min'],
  [-59.8 * MINUTE, 'in 1 h'],
  [-(24 * HOUR - MINUTE), 'in 24 h'],
  [-2.5 * DAY, 'in 3 d'],
])('what was %d ms ago is "%s"', (ms, text) => expect(formatRelative(NOW - ms, NOW)).toBe(text));

test.each([
  [-30 * SECOND, 'in 30 s'],
  [-4 * SECOND, 'now'],
  [59 * SECOND, 'now'],
  [2 * MINUTE, '2 min ago'],
])('what was due %d ms ago is due "%s"', (ms, text) => expect(formatDue(NOW - ms, NOW)).toBe(text));

test('absolute times name their zone', () => {
  expect(formatUtc(NOW + 999)).toBe('2026-11-24 12:00:00 UTC');
  expect(formatUtcMinute(NOW)).toBe('12:00 UTC');
  expect(formatLocalShort(NOW, 'Europe/Berlin')).toBe('2026-11-24 13:00:00');
  expect(formatLocal(NOW, 'Europe/Berlin')).toBe('Nov 24, 2026, 13:00:00 GMT+1');
});
