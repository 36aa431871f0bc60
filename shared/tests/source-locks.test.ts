import { afterAll, beforeAll, expect, test } from 'vitest';
import { FeedflowError } from '../src/errors.ts';
import { openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const url = 'https://locked.test/feed';
const refusal = () => new FeedflowError('source-changed', 'locked');

test('a lock refuses others, and nothing is left of it', async () => {
  const { sourceLocks: locks } = stores.database;
  const result = await locks.whileLocked(url, {
    work: async () => {
      await expect(locks.whileLocked(url, { work: async () => 'two', refusal })).rejects.toThrow('locked');
      return 'one';
    },
    refusal,
  });
  expect(result).toBe('one');
  expect(await stores.db.collection('claims').find().toArray()).toEqual([]);
});
