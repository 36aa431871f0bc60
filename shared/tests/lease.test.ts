import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Collection } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StoredLease, takeLease } from '../src/mongo/lease.ts';
import { openStores } from './stores.ts';

const LEASE_MS = 600;

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

test('a lease counts from its request: after a slow response and an outage its holder does not believe in it', async () => {
  const leases = stores.db.collection<StoredLease>('leases');
  let updates = 0;
  // The second update takes the lease; those after it renew it.
  const updateOne = async (...args: Parameters<typeof leases.updateOne>) => {
    updates += 1;
    if (updates > 2) throw new Error('MongoDB is unavailable');
    const result = await leases.updateOne(...args);
    if (updates === 2) await sleep(LEASE_MS + 100);
    return result;
  };
  const slow = Object.assign(Object.create(leases), { updateOne }) as Collection<StoredLease>;
  const lease = await takeLease(slow, 'slow', { holder: 'a', leaseMs: LEASE_MS });
  if (!lease) throw new Error('nobody else holds it');
  await once(lease.signal, 'abort');
  await lease.release();
  expect(updates).toBe(3);
});
