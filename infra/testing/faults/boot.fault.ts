import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectExactImport, waitForEnd } from './exactness.ts';
import { countLines, type FaultStack, startFaultStack, statusOf, waitFor } from './fault-stack.ts';
import { createChance, reportFigures } from './seed.ts';
import { startStandaloneMongod } from './standalone-mongod.ts';

let stack: FaultStack;
beforeEach(async () => {
  stack = await startFaultStack();
});
afterEach(() => stack.close());

test.each(['worker', 'scheduler', 'api'] as const)(
  'a %s without Redis waits, logs that it waits, and ends with the reason',
  async (script) => {
    await stack.redisServer.kill();
    const startedAt = performance.now();
    const process = await stack.start(script, { BOOT_TIMEOUT_MS: '3000' });
    if (script !== 'api') {
      await waitFor('the health port', 10_000, async () => (await statusOf(process, '/health/live')) === 200);
      expect(await statusOf(process, '/health/ready')).toBe(503);
    }
    expect(await process.exited).toMatchObject({ code: 1 });
    const seconds = Math.round(performance.now() - startedAt) / 1_000;
    expect(await countLines(process, /^waiting for Redis$/)).toBe(1);
    expect(await countLines(process, /Redis did not respond within 3\.0 s.*REDIS_URL/)).toBe(1);
    reportFigures(`no Redis at the start of a ${script}`, 0, { seconds });
  },
);

test('a worker that waits at its start continues as soon as MongoDB and Redis respond', async () => {
  await Promise.all([stack.mongod.kill(), stack.redisServer.kill()]);
  const worker = await stack.start('worker');
  await waitFor(
    'the worker to wait',
    20_000,
    async () => (await countLines(worker, /^waiting for MongoDB$/)) === 1,
  );
  await stack.mongod.start();
  await waitFor(
    'the worker to wait',
    20_000,
    async () => (await countLines(worker, /^waiting for Redis$/)) === 1,
  );
  await stack.redisServer.start();
  await waitFor(
    'the worker to be ready',
    120_000,
    async () => (await statusOf(worker, '/health/ready')) === 200,
  );
});

test('a Redis with an eviction policy is refused, with the command that corrects it', async () => {
  await stack.redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  const worker = await stack.start('worker');
  expect(await worker.exited).toMatchObject({ code: 1 });
  expect(await countLines(worker, /allkeys-lru.*CONFIG SET maxmemory-policy noeviction/)).toBe(1);
  await stack.redis.config('SET', 'maxmemory-policy', 'volatile-lru');
  const warned = await stack.startReady('worker');
  expect(await countLines(warned, /volatile-lru.*noeviction/)).toBe(1);
});

test('everything works on a standalone MongoDB, with a warning that explains how to make it a replica set', async () => {
  const chance = createChance();
  const alone = await startStandaloneMongod();
  try {
    const env = { MONGODB_URI: alone.url };
    const worker = await stack.startReady('worker', env);
    expect(await countLines(worker, /not as a replica set.*rs\.initiate/)).toBe(1);
    const own = await stack.withMongo(alone.url);
    const feed = { records: 5_000, broken: 10, duplicates: 20, seed: chance.seed % 1_000 };
    const runId = await own.startImport('alone', feed);
    // The driver does not retry here, so the batch repeats what a crash of the server interrupts.
    await waitFor(
      'the import to be in progress',
      20_000,
      async () => (await own.database.importBatches.sums(runId)).newJobs > 500,
    );
    await alone.kill();
    await sleep(chance.whole(200, 2_000));
    await alone.start();
    const run = await waitForEnd(own, runId, 90_000);
    await expectExactImport(own, run, feed);
    reportFigures('kill -9 of a standalone mongod', chance.seed, { records: 5_000, ms: run.meta.durationMs });
  } finally {
    await alone.close();
  }
});

test('20 workers and 5 schedulers start at once on an empty database, and create each index, source and migration once', async () => {
  await stack.db.dropDatabase();
  await stack.seedFile(
    Array.from({ length: 10 }, (_, n) => ({
      name: `s${n}`,
      url: `${stack.feedsUrl}/feed?records=${n + 1}`,
      intervalMinutes: 60,
    })),
  );
  const startedAt = performance.now();
  const processes = await Promise.all([
    ...Array.from({ length: 20 }, () => stack.start('worker', { BOOT_TIMEOUT_MS: '90000' })),
    ...Array.from({ length: 5 }, () => stack.start('scheduler', { BOOT_TIMEOUT_MS: '90000' })),
  ]);
  await waitFor('all to be ready', 120_000, async () => {
    const ready = await Promise.all(processes.map(async (one) => (await countLines(one, / ready$/)) === 1));
    return ready.every(Boolean);
  });
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  expect(processes.filter((one) => !one.running)).toEqual([]);
  expect(await stack.db.collection('sources').countDocuments()).toBe(10);
  const indexes = await stack.db.collection('import_logs').listIndexes().toArray();
  expect(new Set(indexes.map((index) => JSON.stringify(index['key']) + index['name'])).size).toBe(
    indexes.length,
  );
  expect(indexes.some(({ name, unique }) => name === 'one_running_run_per_source' && unique)).toBe(true);
  const logs = (await Promise.all(processes.map((one) => one.logs()))).flat();
  const migrated = logs.filter(({ msg }) => msg === 'migrated the database');
  const applied = stack.db.collection('schema_migrations').find({ appliedAt: { $exists: true } });
  expect(migrated).toHaveLength((await applied.toArray()).length);
  expect(migrated.length).toBeGreaterThan(0);
  // Each source is due at the next full minute, in five schedulers at once.
  await waitFor('each source to be imported', 100_000, async () => {
    return (await stack.db.collection('import_logs').countDocuments({ status: 'completed' })) >= 10;
  });
  const runs = await stack.db
    .collection('import_logs')
    .aggregate([{ $group: { _id: '$sourceName', runs: { $sum: 1 } } }])
    .toArray();
  expect(runs.map((source) => source['runs'])).toEqual(Array.from({ length: 10 }, () => 1));
  reportFigures('20 workers and 5 schedulers at once', 0, { secondsUntilReady: seconds });
});
