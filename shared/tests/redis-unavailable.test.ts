import { throwAwayService } from '@feedflow/infra/dev/services/services';
import { FlowProducer, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { isRedisConnectionLost, isRedisUnavailable, redisFault } from '../src/redis/unavailable.ts';

let server: Awaited<ReturnType<typeof throwAwayService>>;
let redis: Redis;
let admin: Redis;
let queue: Queue;
let flows: FlowProducer;
beforeAll(async () => {
  server = await throwAwayService('redis');
  redis = new Redis(server.url, { maxRetriesPerRequest: null });
  admin = new Redis(server.url);
  for (const one of [redis, admin]) one.on('error', () => undefined);
  queue = new Queue('things', { connection: redis });
  flows = new FlowProducer({ connection: redis });
  // The server has the scripts from then on.
  await flows.add(tree);
});
afterEach(async () => {
  await admin.call('REPLICAOF', 'NO', 'ONE');
  await admin.config('SET', 'maxmemory', '0');
  await admin.config('SET', 'min-replicas-to-write', '0');
});
afterAll(async () => {
  await Promise.all([queue.close(), flows.close()]);
  for (const one of [redis, admin]) one.disconnect();
  await server.close();
});

const tree = { name: 'parent', queueName: 'things', children: [{ name: 'child', queueName: 'things' }] };
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** One write of each kind: a command, a script, a pipeline of scripts, a transaction. */
function writes(): Promise<unknown[]> {
  return Promise.all([
    failureOf(redis.set('key', 'value')),
    failureOf(queue.add('one', {})),
    failureOf(queue.addBulk([{ name: 'one', data: {} }])),
    failureOf(flows.add(tree)),
  ]);
}

const refusals: [string, () => Promise<unknown>][] = [
  ['is full', () => admin.config('SET', 'maxmemory', '1')],
  ['is a read-only replica', () => admin.call('REPLICAOF', '127.0.0.1', '1')],
  ['has too few replicas', () => admin.config('SET', 'min-replicas-to-write', '3')],
];
test.each(refusals)('a Redis that %s is recognized in every kind of write', async (_, refuse) => {
  await refuse();
  const errors = await writes();
  for (const error of errors) expect([error, isRedisUnavailable(error)]).toEqual([error, true]);
  // What it replied says what to do.
  for (const error of errors) expect(redisFault(error)).toMatch(/OOM|READONLY|NOREPLICAS/);
});

test('an error of the command is not taken for an outage', async () => {
  await redis.set('text', 'a');
  const errors = await Promise.all([
    failureOf(redis.incr('text')),
    failureOf(redis.lpush('text', 'a')),
    failureOf(redis.call('NONSENSE')),
    failureOf(redis.evalsha('0'.repeat(40), 0)),
    failureOf(redis.eval("return redis.call('LPUSH', KEYS[1], 'a')", 1, 'text')),
    failureOf(redis.call('SET', 'text', 'OOM READONLY LOADING', 'WRONG')),
  ]);
  for (const error of errors) {
    expect(error).toBeInstanceOf(Error);
    expect([error, isRedisUnavailable(error)]).toEqual([error, false]);
  }
  expect(isRedisUnavailable(new Error('OOM command not allowed'))).toBe(false);
  expect(isRedisUnavailable('OOM ')).toBe(false);
});

test('a lost server is recognized by the errors of connections and of commands', async () => {
  const fast = new Redis(server.url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    lazyConnect: true,
  });
  const reported: unknown[] = [];
  fast.on('error', (reportedError) => reported.push(reportedError));
  await fast.connect();
  await server.kill();
  await expect.poll(() => reported.length).toBeGreaterThan(0);
  const error = await failureOf(fast.set('key', 'value'));
  fast.disconnect();
  expect([error, isRedisUnavailable(error)]).toEqual([error, true]);
  expect(redisFault(error)).toBe('it cannot be reached');
  expect([error, isRedisUnavailable(await failureOf(fast.set('key', 'value')))]).toEqual([error, true]);
  for (const one of reported) expect([one, isRedisConnectionLost(one)]).toEqual([one, true]);
  await server.start();
});
