import { expect, test } from 'vitest';
import { isAsExpected } from './compare-values.ts';

const day = new Date('2026-03-02T08:05:00Z');

test.each([
  ['a text', 'Cook', 'Cook', 'Baker'],
  ['none', null, undefined, ''],
  ['a day', '2026-03-02', day, new Date('2026-03-03')],
  ['a second', '2026-03-02T08:05:00Z', day, new Date('2026-03-02T08:05:01Z')],
  ['a list in any order', ['a', 'b'], ['b', 'a'], ['a', 'b', 'c']],
  ['the keys it names', { min: 3 }, { min: 3, max: 4 }, { min: 4, max: 4 }],
  ['any', { any: [null, 'Rome'] }, 'Rome', 'Oslo'],
  ['not', { not: true }, null, true],
  ['a part of a text', { contains: ['Rome', 'Oslo'] }, 'Rome, Oslo', 'Rome'],
  ['an element of a list', { contains: 'Art' }, ['Art', 'Craft'], ['Arts']],
  ['no part', { lacks: 'Rome' }, 'Oslo', 'Rome, Oslo'],
])('%s', (_what, expected, same, other) => {
  expect(isAsExpected(expected, same)).toBe(true);
  expect(isAsExpected(expected, other)).toBe(false);
});

test('unchanged compares with the value before', () => {
  expect(isAsExpected({ unchanged: true }, day, new Date(day))).toBe(true);
  expect(isAsExpected({ unchanged: true }, day, new Date(0))).toBe(false);
  expect(isAsExpected({ unchanged: true }, day)).toBe(false);
});
