import { expect, test } from 'vitest';
import { formatBytes, formatCompact, formatShare } from './number.ts';

test('an axis has room for few characters', () => expect(formatCompact(1_234_567)).toBe('1.2M'));

test.each([
  [0, 100, '0%'],
  [1, 1_000_000, '<1%'],
  [999_999, 1_000_000, '>99%'],
  [1, 3, '33%'],
  [5, 5, '100%'],
  [0, 0, '0%'],
])('%d of %d is %s: only nothing is 0%% and only everything is 100%%', (part, whole, text) => {
  expect(formatShare(part, whole)).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [123_456, '123 kB'],
  [999_960, '1.0 MB'],
  [1_900_000_000, '1.9 GB'],
])('%d bytes read %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
