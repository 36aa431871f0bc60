import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { performAll } from './perform-all.ts';

test('performs three at a time, all of them, and returns each result in order', async () => {
  let running = 0;
  let most = 0;
  const counts: number[] = [];
  const items = Array.from({ length: 10 }, (_, item) => item);
  const results = await performAll(
    items,
    async (item) => {
      running += 1;
      most = Math.max(most, running);
      await sleep(item % 3);
      running -= 1;
      if (item === 4) throw new Error('refused');
    },
    (done) => counts.push(done),
  );
  expect(most).toBe(3);
  expect(results.map(({ item }) => item)).toEqual(items);
  expect(results.filter(({ error }) => error !== null)).toEqual([{ item: 4, error: new Error('refused') }]);
  expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('of nothing there are no results', async () => {
  expect(await performAll([], () => Promise.reject(new Error('not called')))).toEqual([]);
});
