import { expect, test } from 'vitest';
import { pageSizeOf } from './page-size.ts';

test.each([
  [null, null, 50],
  [100, null, 100],
  [null, 25, 25],
  [200, 25, 200],
  [7, 25, 25],
  [1_000_000, Number.NaN, 50],
])('with %j in the URL and %j remembered, a page has %j rows', (inUrl, remembered, size) => {
  expect(pageSizeOf(inUrl, remembered)).toBe(size);
});
