import { expect, test } from 'vitest';
import { inSlices } from './slices.ts';

test.each([
  [[], []],
  [[1], [[1]]],
  [
    [1, 2, 3, 4],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    [1, 2, 3],
    [[1, 2], [3]],
  ],
])('cuts %j into slices of two', async (items, slices) => {
  const found: number[][] = [];
  for await (const slice of inSlices<number>(items, 2)) found.push(slice);
  expect(found).toEqual(slices);
});

test('closes what it reads from when its reader stops', async () => {
  let read = 0;
  let closed = false;
  async function* items() {
    try {
      for (;;) {
        read += 1;
        yield read;
      }
    } finally {
      closed = true;
    }
  }
  for await (const slice of inSlices(items(), 2)) if (slice.includes(3)) break;
  expect({ read, closed }).toEqual({ read: 4, closed: true });
});
