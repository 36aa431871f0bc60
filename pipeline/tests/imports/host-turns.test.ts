import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'bullmq';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHostTurns, type HostTurn } from '../../src/fetch/host-turns.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  await pipeline.queues.feeds.obliterate({ force: true });
});

/** Turns as one worker takes them. */
function turnsOf(options: { concurrency?: number; delayMs?: number; leaseMs?: number } = {}) {
  const { redis, queues, deps } = pipeline;
  const { redisPrefix: prefix } = pipeline.sandbox;
  const defaults = { prefix, concurrency: 1, delayMs: 0, leaseMs: 60_000 };
  return createHostTurns({ redis, feeds: queues.feeds, log: deps.log }, { ...defaults, ...options });
}

/** A job as it is after it was put off. */
async function delayedJob(id: string, since: number) {
  const job = await pipeline.queues.feeds.add(
    'fetch-feed',
    {},
    { jobId: id, timestamp: since, delay: 600_000 },
  );
  return { id, since, state: () => job.getState(), remove: () => job.remove() };
}

async function release(turn: HostTurn): Promise<void> {
  if (!turn.granted) throw new Error('the turn was refused');
  await turn.release();
}

test('grants as many turns as allowed, over all workers, apart from those of other hosts', async () => {
  const [one, other] = [turnsOf({ concurrency: 2 }), turnsOf({ concurrency: 2 })];
  const jobs = await Promise.all([1, 2, 3].map((since) => delayedJob(`many-${since}`, since)));
  const [a, b, c] = jobs as [(typeof jobs)[0], (typeof jobs)[0], (typeof jobs)[0]];
  const first = await one.take('many.test', a);
  expect(first.granted).toBe(true);
  const second = await other.take('many.test', b);
  expect(second.granted).toBe(true);
  expect(await one.take('many.test', c)).toMatchObject({ granted: false, isNew: true });
  expect(await other.take('many.test', c)).toMatchObject({ granted: false, isNew: false });
  const elsewhere = await one.take('other.test', c);
  expect(elsewhere.granted).toBe(true);
  for (const turn of [first, second, elsewhere]) await release(turn);
});

test('wakes the job that waited longest, and no younger one goes before it', async () => {
  const turns = turnsOf();
  const holder = await delayedJob('holder', 1);
  const old = await delayedJob('old', 2);
  const young = await delayedJob('young', 3);
  const held = await turns.take('line.test', holder);
  expect(await turns.take('line.test', young)).toMatchObject({ granted: false });
  expect(await turns.take('line.test', old)).toMatchObject({ granted: false });
  await release(held);
  expect([await old.state(), await young.state()]).toEqual(['waiting', 'delayed']);
  expect(await turns.take('line.test', young)).toMatchObject({ granted: false });
  const next = await turns.take('line.test', old);
  expect(next.granted).toBe(true);
  await release(next);
  expect(await young.state()).toBe('waiting');
});

test('a job that was removed does not block others', async () => {
  const turns = turnsOf();
  const held = await turns.take('gone.test', await delayedJob('gone-holder', 1));
  const gone = await delayedJob('gone-job', 2);
  const next = await delayedJob('gone-next', 3);
  for (const job of [gone, next]) await turns.take('gone.test', job);
  await gone.remove();
  await release(held);
  expect(await next.state()).toBe('waiting');
  await release(await turns.take('gone.test', next));
  expect(await pipeline.redis.exists(`${pipeline.sandbox.redisPrefix}:hosts:gone.test:waiting`)).toBe(0);
});

test('a turn that ended while a job was being delayed wakes it afterwards', async () => {
  const turns = turnsOf();
  const held = await turns.take('race.test', await delayedJob('race-holder', 1));
  const job = await pipeline.queues.feeds.add('fetch-feed', {}, { jobId: 'race', timestamp: 2 });
  const worker = new Worker(pipeline.queues.feeds.name, null, {
    connection: pipeline.redis,
    prefix: pipeline.sandbox.redisPrefix,
  });
  const active = await worker.getNextJob('token');
  expect(active?.id).toBe('race');
  expect(await turns.take('race.test', { id: 'race', since: 2 })).toMatchObject({ granted: false });
  await release(held);
  await active?.moveToDelayed(Date.now() + 600_000, 'token');
  expect(await job.getState()).toBe('delayed');
  await turns.wakeNext('race.test');
  expect(await job.getState()).toBe('waiting');
  await worker.close();
});

test('a turn lasts while its lease is renewed, and ends with the lease of a lost worker', async () => {
  // Longer than a busy machine may hold up its renewal.
  const [alive, dead] = [turnsOf({ leaseMs: 2_000 }), turnsOf({ leaseMs: 2_000 })];
  const waiting = await delayedJob('lease-waiting', 2);
  const held = await alive.take('lease.test', await delayedJob('lease-holder', 1));
  await sleep(5_000);
  expect(await alive.take('lease.test', waiting)).toMatchObject({ granted: false });
  await release(held);
  // As a killed worker leaves it: the lease exists and is not renewed.
  const key = `${pipeline.sandbox.redisPrefix}:hosts:lease.test:reading`;
  await pipeline.redis.zadd(key, Date.now() + 2_000, 'of-a-killed-worker');
  const refused = await dead.take('lease.test', waiting);
  if (refused.granted) throw new Error('the lease of the killed worker was not respected');
  expect(refused.retryInMs).toBeLessThanOrEqual(2_000);
  await expect
    .poll(async () => {
      const turn = await dead.take('lease.test', waiting);
      if (turn.granted) await turn.release();
      return turn.granted;
    })
    .toBe(true);
});

test('keeps the configured pause between two starts', async () => {
  const turns = turnsOf({ concurrency: 10, delayMs: 30_000 });
  await release(await turns.take('pause.test', await delayedJob('pause-first', 1)));
  const refused = await turns.take('pause.test', await delayedJob('pause-second', 2));
  if (refused.granted) throw new Error('the pause was not kept');
  expect(refused.retryInMs).toBeGreaterThan(20_000);
  expect(refused.retryInMs).toBeLessThanOrEqual(30_000);
});

test('wakes no job during the pause between two starts', async () => {
  const turns = turnsOf({ concurrency: 2, delayMs: 60_000 });
  const [first, second] = [await delayedJob('first', 1), await delayedJob('second', 2)];
  const turn = await turns.take('interval.test', first);
  expect(await turns.take('interval.test', second)).toMatchObject({ granted: false });
  // It would be refused again at once, and so on until the pause is over.
  await turns.wakeNext('interval.test');
  expect(await second.state()).toBe('delayed');
  await release(turn);
  expect(await second.state()).toBe('delayed');
});
