import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUR_MS } from '../src/durations.ts';
import { openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const at = (hours: number) => new Date(Date.UTC(2100, 0, 1) + hours * HOUR_MS);
const response = { status: 202, body: '{"runId":"a"}' };

test('a response is kept for 24 hours, and then the key is free', async () => {
  const { idempotencyKeys: keys } = stores.database;
  expect(await keys.acquire('kept', 'request', at(0))).toEqual({ state: 'acquired' });
  await keys.keepResponse('kept', response);
  expect(await keys.acquire('kept', 'request', at(23.99))).toEqual({ state: 'done', response });
  expect(await keys.acquire('kept', 'another', at(23.99))).toEqual({ state: 'other-request' });
  expect(await keys.acquire('kept', 'another', at(24))).toEqual({ state: 'acquired' });
});

test('a key in the hand of a process that died is free after a minute, for the same request only', async () => {
  const { idempotencyKeys: keys } = stores.database;
  await keys.acquire('held', 'request', at(0));
  expect(await keys.acquire('held', 'request', at(0.01))).toEqual({ state: 'in-use' });
  expect(await keys.acquire('held', 'another', at(0.02))).toEqual({ state: 'other-request' });
  expect(await keys.acquire('held', 'request', at(0.02))).toEqual({ state: 'acquired' });
});

test.each(['idempotency_keys', 'ended_sessions', 'raw_records', 'acknowledgements'])(
  'MongoDB deletes what has expired in %s',
  async (name) => {
    const indexes = await stores.db.collection(name).listIndexes().toArray();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }));
  },
);
