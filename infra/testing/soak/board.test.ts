import { expect, test } from 'vitest';
import { Board } from './board.ts';

const board = (index = 4) => new Board('a', index, 7);

test('the counters of an edition add up, from nothing and from an earlier one', () => {
  const one = board();
  for (let n = 0; n < 150; n += 1) one.change();
  for (const before of [null, one.edition - 1, one.edition - 40, one.edition]) {
    const { totalFetched, newJobs, updatedJobs, unchangedJobs, duplicateJobs, failedJobs } = one.expected(
      before,
      one.edition,
      0,
    );
    expect(newJobs + updatedJobs + unchangedJobs + duplicateJobs + failedJobs).toBe(totalFetched);
    expect(newJobs + updatedJobs + unchangedJobs).toBe(one.externalIds(one.edition).length);
  }
  expect(one.expected(one.edition, one.edition, 0)).toMatchObject({
    newJobs: 0,
    updatedJobs: 0,
    removedJobs: 0,
  });
  expect(one.expected(1, one.edition, 0).removedJobs).toBeGreaterThan(0);
});

test('the same seed makes the same board, and its pages have all of its records', () => {
  const [one, other] = [board(3), board(3)];
  for (const each of [one, other]) each.change();
  const pagesOf = (each: Board) =>
    Array.from({ length: each.pages }, (_, n) => [...each.plan(2, n + 1).records()]);
  expect(one.pages).toBe(3);
  expect(pagesOf(other)).toEqual(pagesOf(one));
  const { totalFetched } = one.expected(null, 2, 0);
  expect(
    new Set(pagesOf(one).flatMap((records) => records.map((record) => JSON.stringify(record)))).size,
  ).toBe(totalFetched);
});

test('editions that were served long ago are forgotten', () => {
  const one = board();
  for (let n = 0; n < 500; n += 1) one.change();
  expect(one.has(one.edition)).toBe(true);
  expect(one.has(1)).toBe(false);
  expect(() => one.externalIds(1)).toThrow('no edition 1');
});

test('a board with pages closes what is missing twice', () => {
  const [one, paged] = [board(4), board(3)];
  for (const each of [one, paged]) for (let n = 0; n < 20; n += 1) each.change();
  expect(one.waiting(1, one.edition)).toEqual([]);
  const waiting = paged.waiting(1, paged.edition);
  expect(waiting.length).toBeGreaterThan(0);
  expect(paged.externalIds(1)).toEqual(expect.arrayContaining(waiting));
  expect(paged.externalIds(paged.edition)).not.toEqual(expect.arrayContaining(waiting.slice(0, 1)));
  expect(paged.expected(paged.edition, paged.edition, waiting.length).removedJobs).toBe(waiting.length);
});
