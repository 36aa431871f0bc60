import { expect, test } from 'vitest';
import { heldBack } from './new-runs.ts';

const runs = ['d', 'c', 'b', 'a'].map((runId) => ({ runId }));

test.each([
  ['d', 0],
  ['b', 2],
  ['gone', 0],
  [null, 0],
])('with %j at the head when the reader left the top, %d are held back', (leader, count) => {
  expect(heldBack(runs, leader)).toBe(count);
});
