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
  const part = fc.string({ unit: fc.constantFrom('a', 'b', '=', '&', ';', '?', '#', '%'), maxLength: 12 });
  let compared = 0;
  fc.assert(
    fc.property(part, part, (one, other) => {
      const [a, b] = [`https://a.test/j?${one}`, `https://a.test/j?${other}`];
      const parts = differingParts(a, b);
      if (parts === null) return;
      compared += 1;
      const shared = new Set(parts);
      // The order of parameters counts, and the mark of an empty query.
      const sorted = (link: string) =>
        withoutParts(link, shared).split(/[?&]/).filter(Boolean).sort().join('&');
      expect(sorted(a)).toBe(sorted(b));
    }),
  );
  expect(compared).toBeGreaterThan(50);
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
