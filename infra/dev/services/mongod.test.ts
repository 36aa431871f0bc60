import { expect, test } from 'vitest';
import { cacheGigabytes } from './mongod.ts';

const GB = 2 ** 30;

test.each([
  [1 * GB, 1],
  [8 * GB, 1],
  [15.6 * GB, 1.75],
  [16 * GB, 2],
  [24 * GB, 3],
  [32 * GB, 4],
  [512 * GB, 4],
])('the cache for %d bytes of memory is %d GB', (memoryBytes, gigabytes) => {
  expect(cacheGigabytes(memoryBytes)).toBe(gigabytes);
});

test('the cache for this machine is within its bounds', () => {
  expect(cacheGigabytes()).toBeGreaterThanOrEqual(1);
  expect(cacheGigabytes()).toBeLessThanOrEqual(4);
});
