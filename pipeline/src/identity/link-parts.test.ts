import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differingParts, isHomePage, withoutParts } from './link-parts.ts';

test.each([
  ['https://a.test/j?id=1&t=5#x', ['t'], 'https://a.test/j?id=1#x'],
  ['https://a.test/j?id=1&t=5#x', ['t', '#'], 'https://a.test/j?id=1'],
  ['https://a.test/j?t=5', ['t'], 'https://a.test/j'],
  ['https://a.test/j;sid=4;v=2?id=1', [';sid'], 'https://a.test/j;v=2?id=1'],
  ['https://a.test/j?t=1&id=2&t=3', ['t'], 'https://a.test/j?id=2'],
  ['https://a.test/j?id=1', ['t', '#'], 'https://a.test/j?id=1'],
  ['https://a.test/j?a&b', ['a'], 'https://a.test/j?b'],
])('%s without %j is %s', (link, ignored, expected) => {
  expect(withoutParts(link, new Set(ignored))).toBe(expected);
});

test.each([
  ['https://a.test/j?id=1&t=5', 'https://a.test/j?id=1&t=6', ['t']],
  ['https://a.test/j?id=1', 'https://a.test/j?id=1#top', ['#']],
  ['https://a.test/j;s=1', 'https://a.test/j;s=2', [';s']],
  ['https://a.test/j?id=1', 'https://a.test/k?id=1', null],
  ['https://a.test/j?id=1', 'https://a.test/j?id=1', []],
])('%s and %s differ in %j', (one, other, expected) => {
  expect(differingParts(one, other)).toEqual(expected);
});

test('links without the parts in which they differ are the same', () => {
  const value = fc.constantFrom('1', '2', '', 'a=b');
  const link = fc
    .record({ a: value, b: value, c: value, fragment: fc.constantFrom('', '#x', '#y') })
    .map(({ a, b, c, fragment }) => `https://a.test/j?a=${a}&b=${b}&c=${c}${fragment}`);
  fc.assert(
    fc.property(link, link, (one, other) => {
      const parts = new Set(differingParts(one, other));
      expect(withoutParts(one, parts)).toBe(withoutParts(other, parts));
      expect(parts.size === 0).toBe(one === other);
    }),
  );
});

test.each([
  ['https://a.test', true],
  ['http://a.test/', true],
  ['https://a.test/jobs', false],
  ['https://a.test/?job=1', false],
  ['https://a.test#jobs', false],
])('%s is a home page: %s', (link, expected) => {
  expect(isHomePage(link)).toBe(expected);
});
