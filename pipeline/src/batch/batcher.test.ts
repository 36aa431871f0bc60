import { createHash } from 'node:crypto';
import type { JobPosting } from '@feedflow/shared/model/job';
import { type PackedJobs, unpackJobs } from '@feedflow/shared/queues/packed-jobs';
import { expect, test } from 'vitest';
import { createBatcher } from './batcher.ts';

const job = (n: number, description = '') =>
  ({ dedupeKey: createHash('sha1').update(String(n)).digest('hex'), description }) as JobPosting;

const sizes = (batches: PackedJobs[]) => batches.map(({ records }) => records);

test('500 jobs make 5 batches of 100, and no rest', () => {
  const batcher = createBatcher({ batchSize: 100 });
  for (let n = 0; n < 500; n += 1) batcher.add(job(n));
  expect(sizes(batcher.takeFull())).toEqual([100, 100, 100, 100, 100]);
  expect(batcher.takeFull()).toEqual([]);
  expect(batcher.takeRest()).toEqual([]);
});

test('the last batch has the rest, in feed order', () => {
  const batcher = createBatcher({ batchSize: 4 });
  const jobs = Array.from({ length: 10 }, (_, n) => job(n));
  for (const one of jobs) batcher.add(one);
  const batches = [...batcher.takeFull(), ...batcher.takeRest()];
  expect(batches.flatMap((batch) => unpackJobs(batch.jobs))).toEqual(jobs);
});

test('long descriptions end a batch before it is full', () => {
  const batcher = createBatcher({ batchSize: 1_000 });
  for (let n = 0; n < 10; n += 1) batcher.add(job(n, 'x'.repeat(1_000_000)));
  expect(sizes(batcher.takeFull())).toEqual([4, 4]);
  expect(sizes(batcher.takeRest())).toEqual([2]);
});
