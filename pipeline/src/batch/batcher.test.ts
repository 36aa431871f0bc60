import { hash } from 'node:crypto';
import type { JobPosting } from '@feedflow/shared/model/job';
import { type PackedJobs, unpackJobs } from '@feedflow/shared/queues/packed-jobs';
import { expect, test } from 'vitest';
import { createBatcher } from './batcher.ts';

const job = (n: number, description = '') =>
  ({ dedupeKey: hash('sha1', String(n)), description }) as JobPosting;

const sizes = (batches: PackedJobs[]) => batches.map(({ records }) => records);

test('500 jobs make 5 batches of 100, and no rest', () => {
  const batcher = createBatcher({ batchSize: 100, maxBatchSize: 100 });
  for (let n = 0; n < 500; n += 1) batcher.add(job(n));
  expect(sizes(batcher.takeFull())).toEqual([100, 100, 100, 100, 100]);
  expect(batcher.takeFull()).toEqual([]);
  expect(batcher.takeRest()).toEqual([]);
});

test('the last batch has the rest, in feed order', () => {
  const batcher = createBatcher({ batchSize: 4, maxBatchSize: 20 });
  const jobs = Array.from({ length: 10 }, (_, n) => job(n));
  for (const one of jobs) batcher.add(one);
  const batches = [...batcher.takeFull(), ...batcher.takeRest()];
  expect(batches.flatMap((batch) => unpackJobs(batch.jobs))).toEqual(jobs);
});

/** The sizes of the batches of a feed, by the default settings. */
function sizesOf(records: number): number[] {
  const batcher = createBatcher({ batchSize: 200, maxBatchSize: 1_000 });
  for (let n = 0; n < records; n += 1) batcher.add({} as JobPosting);
  return sizes([...batcher.takeFull(), ...batcher.takeRest()]);
}

test.each([
  [25, 1],
  [200, 1],
  [2_000, 10],
  [10_000, 21],
  [100_000, 111],
  [1_000_000, 1_011],
])('a feed of %i records makes %i batches', (records, batches) => {
  const made = sizesOf(records);
  expect(made).toHaveLength(batches);
  expect(made.reduce((sum, one) => sum + one, 0)).toBe(records);
});

test('batches grow with the feed, from the usual size to the largest', () => {
  const made = sizesOf(20_000);
  expect(made.slice(0, 9)).toEqual([200, 200, 200, 200, 200, 200, 200, 233, 272]);
  expect(made.slice(0, -1).toSorted((a, b) => a - b)).toEqual(made.slice(0, -1));
  expect(made.at(-2)).toBe(1_000);
});

test('from the seventh batch on, none is more than a sixth of the records before it', () => {
  let before = 0;
  for (const [index, size] of sizesOf(20_000).entries()) {
    if (index >= 6) expect(size).toBeLessThanOrEqual(before / 6);
    before += size;
  }
});

test('long descriptions end a batch before it is full', () => {
  const batcher = createBatcher({ batchSize: 1_000, maxBatchSize: 1_000 });
  for (let n = 0; n < 10; n += 1) batcher.add(job(n, 'x'.repeat(1_000_000)));
  expect(sizes(batcher.takeFull())).toEqual([4, 4]);
  expect(sizes(batcher.takeRest())).toEqual([2]);
});
