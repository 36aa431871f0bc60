import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi({ environment: 'staging' });
});
afterAll(() => api.close());

const bytes = expect.any(Number);

test('health describes the installation', async () => {
  const { body, status } = await api.get('/health');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: 'ok',
    version: '0.0.0',
    nodeVersion: process.version,
    environment: 'staging',
    startedAt: expect.stringMatching(/Z$/),
    services: { mongodb: { status: 'up' }, redis: { status: 'up' } },
    mongodb: { version: expect.stringMatching(/^\d+\.\d+/), dataBytes: bytes, diskBytes: bytes },
    redis: { version: expect.stringMatching(/^\d+\.\d+/), usedMemoryBytes: bytes },
    clockSkewSeconds: 0,
    lastTickAt: null,
    closedDue: { expired: 0, tooOld: 0 },
  });
  expect(body.redis).toMatchObject({ maxMemoryPolicy: 'noeviction', maxMemoryBytes: null });
});

test('it counts the jobs of each queue, and the processes at work', async () => {
  await api.post('/api/import/run', { source: 'acme' });
  const { body } = await api.get('/health');
  expect(body.queues.runs).toMatchObject({ waitingChildren: 1, paused: false });
  expect(body.queues.feeds).toMatchObject({ waiting: 1, active: 0 });
  expect(body.processes).toEqual({ scheduler: 0, worker: 0, api: 0 });
});

test('it says since when all slots for feeds are taken, over all workers', async () => {
  const slots = async () => (await api.get('/health')).body.fetchSlots;
  expect(await slots()).toEqual({ total: 0, busy: 0, allTakenSince: null });
  await api.fetchSlots.report('a', { slots: 4, busy: 4, allTakenForMs: 600_000 });
  await api.fetchSlots.report('b', { slots: 2, busy: 1, allTakenForMs: null });
  expect(await slots()).toEqual({ total: 6, busy: 5, allTakenSince: null });
  await api.fetchSlots.report('b', { slots: 2, busy: 2, allTakenForMs: 60_000 });
  const { allTakenSince, ...counts } = await slots();
  expect(counts).toEqual({ total: 6, busy: 6 });
  const forMs = Date.now() - Date.parse(allTakenSince);
  expect(forMs).toBeGreaterThanOrEqual(60_000);
  expect(forMs).toBeLessThan(600_000);
  for (const worker of ['a', 'b']) await api.fetchSlots.withdraw(worker);
});

test('a worker that has been silent for long has no slots', async () => {
  const key = `${api.sandbox.redisPrefix}:fetch-slots`;
  const [seconds] = await api.redis.time();
  const report = JSON.stringify({ slots: 4, busy: 4, allTakenForMs: 1_000 });
  await api.redis.hset(key, 'killed', `${(Number(seconds) - 16) * 1_000} ${report}`);
  await api.fetchSlots.report('alive', { slots: 2, busy: 0, allTakenForMs: null });
  expect((await api.get('/health')).body.fetchSlots).toMatchObject({ total: 2, busy: 0 });
  expect(await api.redis.hkeys(key)).toEqual(['alive']);
  await api.fetchSlots.withdraw('alive');
});

test('health names a queue that is paused', async () => {
  await api.queues.feeds.pause();
  expect((await api.get('/health')).body.queues).toMatchObject({
    feeds: { paused: true },
    runs: { paused: false },
  });
  await api.queues.feeds.resume();
  expect((await api.get('/health')).body.queues.feeds.paused).toBe(false);
});

test('it says when a scheduler last took a tick', async () => {
  const at = new Date('2026-01-31T12:05:00Z');
  await api.database.sources.claimTick('beta', at, 0, at);
  expect((await api.get('/health')).body.lastTickAt).toBe(at.toISOString());
});

test('without a token everyone has full access, and the session says so', async () => {
  expect((await api.get('/api/session')).body).toEqual({
    name: 'anyone',
    authenticated: false,
    access: 'full',
    version: '0.0.0',
    environment: 'staging',
    textSearch: true,
  });
});

test('checks the services once per second, however many requests there are', async () => {
  const key = `${api.sandbox.redisPrefix}:health`;
  const writtenAt = () => api.redis.get(key);
  await expect.poll(async () => (await api.get('/health')).status && (await writtenAt())).not.toBeNull();
  const seen = new Set<string | null>();
  const startedAt = performance.now();
  for (let round = 0; round < 50; round += 1) {
    await Promise.all([api.get('/health/ready'), api.get('/health')]);
    seen.add(await writtenAt());
  }
  // Two routes, once a second each.
  expect(seen.size).toBeLessThanOrEqual(2 * Math.ceil((performance.now() - startedAt) / 1_000) + 2);
  expect(await api.redis.pttl(key)).toBeGreaterThan(0);
});

test('the facts of an unavailable service are null, and no request waits for it', async () => {
  api.redis.disconnect();
  await expect.poll(async () => (await api.get('/health')).status).toBe(503);
  const { body } = await api.get('/health');
  expect(body).toMatchObject({
    status: 'degraded',
    services: { mongodb: { status: 'up' }, redis: { status: 'down' } },
    mongodb: { version: expect.any(String) },
    redis: null,
    queues: null,
    fetchSlots: null,
    processes: null,
  });
});
