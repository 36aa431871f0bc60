import { expect, test } from 'vitest';
import { createTwoKeys } from './two-keys.ts';

test('the second key counts once, and only soon after the first', () => {
  let nowMs = 1_000;
  const keys = createTwoKeys(() => nowMs);
  expect(keys.follows()).toBe(false);
  keys.begin();
  nowMs += 1_400;
  expect(keys.follows()).toBe(true);
  expect(keys.follows()).toBe(false);
  keys.begin();
  nowMs += 1_600;
  expect(keys.follows()).toBe(false);
});
