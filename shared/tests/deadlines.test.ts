import { afterAll, beforeAll, expect, test } from 'vitest';
import { withDeadlines } from '../src/mongo/deadlines.ts';
import { isMongoUnavailable } from '../src/mongo/errors.ts';
import { openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
  await stores.db.collection('things').insertMany([{ n: 3 }, { n: 1 }, { n: 2 }]);
});
afterAll(() => stores.close());

const things = (timeoutMs: number) => withDeadlines(stores.db, timeoutMs).collection('things');
const slowFunction = { body: 'function () { sleep(700); return true; }', args: [], lang: 'js' };
const slow = { $where: 'sleep(700) || true' };

test.each([
  ['findOne', () => things(100).findOne(slow)],
  ['find', () => things(100).find(slow).sort({ n: 1 }).limit(2).toArray()],
  [
    'aggregate',
    () =>
      things(100)
        .aggregate([{ $match: { $expr: { $function: slowFunction } } }])
        .toArray(),
  ],
  ['updateOne', () => things(100).updateOne(slow, { $set: { n: 4 } })],
  ['bulkWrite', () => things(100).bulkWrite([{ updateOne: { filter: slow, update: { $set: { n: 4 } } } }])],
])('%s without a response in time fails like a lost connection', async (_name, call) => {
  const error = await call().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message: expect.stringMatching(/did not respond to .* within 100 ms/) });
  expect(isMongoUnavailable(error)).toBe(true);
});

test('a response in time is returned, through every step of a cursor', async () => {
  const found = await things(5_000)
    .find({ n: { $lt: 3 } })
    .project({ _id: 0 })
    .sort({ n: 1 })
    .map((one) => one['n'])
    .toArray();
  expect(found).toEqual([1, 2]);
  const seen: unknown[] = [];
  for await (const one of things(5_000).find({}).sort({ n: -1 })) seen.push(one['n']);
  expect(seen).toHaveLength(3);
  await expect(things(5_000).find({ $nonsense: 1 }).toArray()).rejects.toMatchObject({ code: 2 });
});
