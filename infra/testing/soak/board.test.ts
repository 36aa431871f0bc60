import { expect, test } from 'vitest';
import { Board } from './board.ts';

const board = () => new Board('a', 3, 7);

test('the counters of an edition add up, from nothing and from an earlier one', () => {
  const one = board();
  for (let n = 0; n < 150; n += 1) one.change();
  for (const before of [null, one.edition - 1, one.edition - 40, one.edition]) {
    const { totalFetched, newJobs, updatedJobs, unchangedJobs, duplicateJobs, failedJobs } = one.expected(
      before,
      one.edition,
    );
    expect(newJobs + updatedJobs + unchangedJobs + duplicateJobs + failedJobs).toBe(totalFetched);
    expect(newJobs + updatedJobs + unchangedJobs).toBe(one.externalIds(one.edition).length);
  }
  expect(one.expected(one.edition, one.edition)).toMatchObject({
    newJobs: 0,
    updatedJobs: 0,
    removedJobs: 0,
  });
  expect(one.expected(1, one.edition).removedJobs).toBeGreaterThan(0);
});

test('the same seed makes the same board, and its pages have all of its records', () => {
  const [one, other] = [board(), board()];
  for (const each of [one, other]) each.change();
  const records = (pages: number) =>
    Array.from({ length: pages }, (_, n) => [
      ...one.plan(one.edition, { page: n + 1, pages }).records(),
    ]).flat();
  expect(records(3)).toEqual(records(1));
  expect([...other.plan(2, { page: 1, pages: 1 }).records()]).toEqual(records(1));
});

test('editions that were served long ago are forgotten', () => {
  const one = board();
  for (let n = 0; n < 500; n += 1) one.change();
  expect(one.has(one.edition)).toBe(true);
  expect(one.has(1)).toBe(false);
  expect(() => one.externalIds(1)).toThrow('no edition 1');
});
