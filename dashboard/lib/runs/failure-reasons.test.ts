import { expect, test } from 'vitest';
import { failureReasons } from './failure-reasons.ts';

test('the most frequent reason is first, and the total counts all of them', () => {
  const { reasons, total } = failureReasons({ 'title-missing': 2, 'write-rejected': 14 });
  expect(reasons.map(([code]) => code)).toEqual(['write-rejected', 'title-missing']);
  expect(total).toBe(16);
  expect(failureReasons({})).toEqual({ reasons: [], total: 0 });
});
