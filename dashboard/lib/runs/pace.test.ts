import { expect, test } from 'vitest';
import { batchPace, type Mark, readingPace, remainingMs, withMark } from './pace.ts';

/** One batch a second, seen from 0 to `ended`. */
function steady(ended: number): readonly Mark[] {
  let marks: readonly Mark[] = [];
  for (let second = 0; second <= ended; second += 1) marks = withMark(marks, second, second * 1_000);
  return marks;
}

test('estimates the remaining time from the observed rate', () => {
  expect(remainingMs(steady(10), 30, 10_000)).toBe(20_000);
  expect(batchPace(steady(10), 30, 10_000)).toBe('~20 s left');
});

test('gives no estimate before some batches have ended, without a total, or at the end', () => {
  expect(remainingMs(steady(4), 30, 4_000)).toBeNull();
  expect(remainingMs(steady(10), null, 10_000)).toBeNull();
  expect(remainingMs(steady(10), 10, 10_000)).toBeNull();
  expect(batchPace([], 30, 1_000)).toBe('');
});

test('ignores batches that ended before the page was opened', () => {
  const marks = withMark(withMark([], 5_000, 0), 5_001, 1_000);
  expect(remainingMs(marks, 10_000, 5_000)).toBeNull();
});

test('uses only the last minute: a slower run takes longer', () => {
  let marks = steady(60);
  for (let step = 1; step <= 12; step += 1) marks = withMark(marks, 60 + step, 60_000 + step * 10_000);
  const left = remainingMs(marks, 82, 180_000);
  expect(left).toBeGreaterThanOrEqual(90_000);
});

test('reports a stall instead of an estimate', () => {
  expect(batchPace(steady(10), 30, 39_000)).toMatch(/left$/);
  expect(batchPace(steady(10), 30, 50_000)).toBe('No batch finished for 40 s');
});

test('estimates the end of reading by the records of the last run', () => {
  expect(readingPace(steady(10), 30, 10_000)).toBe('~20 s left, if the feed is as long as in the last run');
  expect(readingPace(steady(10), null, 10_000)).toBe('');
  expect(readingPace(steady(10), 8, 10_000)).toBe('');
  expect(readingPace(steady(10), 30, 50_000)).toBe('No record read for 40 s');
});

test('starts again with another attempt', () => {
  expect(withMark(steady(10), 2, 11_000)).toEqual([{ atMs: 11_000, ended: 2 }]);
});

test('ignores repeated values', () => {
  const marks = steady(3);
  expect(withMark(marks, 3, 9_000)).toBe(marks);
});
