import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectExactImport, timeToNextBatch, waitForEnd } from './exactness.ts';
import { countLines, type FaultStack, startFaultStack, statusOf, waitFor } from './fault-stack.ts';
import { type Chance, createChance, reportFigures } from './seed.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

const CUT_MS = 30_000;

let stack: FaultStack;
let chance: Chance;
let redis: TcpProxy;
let mongo: TcpProxy;
let env: Record<string, string>;
beforeEach(async () => {
  stack = await startFaultStack({ batchAttempts: 1 });
  chance = createChance();
  redis = await startTcpProxy(stack.redisServer.port);
  mongo = await startTcpProxy(stack.mongod.port);
  env = {
    REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    MONGODB_URI: `mongodb://127.0.0.1:${mongo.port}/feedflow?directConnection=true`,
  };
});
afterEach(async () => {
  await stack.close();
  await Promise.all([redis.close(), mongo.close()]);
});

async function startMidway(records: number) {
  const feed = { records, duplicates: 100, broken: 50, seed: chance.seed % 1_000 };
  const workers = [await stack.startReady('worker', env), await stack.startReady('worker', env)];
  const runId = await stack.startImport('cut', feed);
  const goal = chance.whole(200, Math.floor(records / 2));
  await waitFor(
    'the import to be in progress',
    60_000,
    async () => (await stack.database.importBatches.sums(runId)).newJobs >= goal,
  );
  return { feed, runId, workers };
}

test.each(['cut off', 'silent'])(
  'an import continues after the network to Redis is %s for 30 s, and the API refuses requests immediately',
  async (how) => {
    const api = await stack.startReady('api', env);
    const { feed, runId } = await startMidway(10_000);
    await stack.addSource('other', { records: 100 });
    if (how === 'silent') redis.silence();
    else await redis.cut();
    const refused: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      await sleep(1_000);
      const requestedAt = performance.now();
      const response = await fetch(`${api.url}/api/import/run`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"source":"other"}',
      });
      refused.push(Math.round(performance.now() - requestedAt));
      expect([response.status, await response.json()]).toMatchObject([503, { error: expect.anything() }]);
    }
    expect(Math.max(...refused)).toBeLessThan(2_000);
    await sleep(CUT_MS - 3_000);
    await redis.restore();
    const resumedMs = await timeToNextBatch(stack, runId);
    const run = await waitForEnd(stack, runId, 100_000);
    await expectExactImport(stack, run, feed);
    // A refused run has failed, and its source can be imported again.
    expect(
      await stack.db.collection('import_logs').countDocuments({ sourceName: 'other', status: 'running' }),
    ).toBe(0);
    reportFigures(`30 s without Redis, ${how}`, chance.seed, {
      refusedMs: refused,
      resumedMs,
      fetchAttempt: run.fetch.fetchAttempt,
    });
  },
);

test.each(['cut off', 'silent'])(
  'an import continues after the network to MongoDB is %s for 30 s',
  async (how) => {
    const { feed, runId, workers } = await startMidway(10_000);
    if (how === 'silent') mongo.silence();
    else await mongo.cut();
    const cutAt = performance.now();
    await waitFor('the workers to notice', 120_000, async () => {
      const lines = await Promise.all(workers.map((worker) => countLines(worker, /^MongoDB is unavailable/)));
      return lines.some((count) => count > 0);
    });
    const noticedMs = Math.round(performance.now() - cutAt);
    await sleep(Math.max(0, CUT_MS - noticedMs));
    await mongo.restore();
    const resumedMs = await timeToNextBatch(stack, runId);
    const run = await waitForEnd(stack, runId, 100_000);
    await expectExactImport(stack, run, feed);
    reportFigures(`30 s without MongoDB, ${how}`, chance.seed, {
      noticedMs,
      resumedMs,
      fetchAttempt: run.fetch.fetchAttempt,
    });
  },
);

test('an import is exact over a slow network that loses packets and breaks or forgets connections', async () => {
  const link = { minDelayMs: 25, maxDelayMs: 100, bytesPerSecond: 1_000_000, lostPercent: 1 };
  const { feed, runId, workers } = await startMidway(5_000);
  for (const proxy of [redis, mongo]) proxy.degrade(link);
  const harmed = { break: 0, hang: 0 };
  const startedAt = performance.now();
  while ((await stack.database.importLogs.find(runId))?.status === 'running') {
    if (performance.now() - startedAt > 100_000) break;
    const how = chance.pick(['break', 'hang'] as const);
    chance.pick([redis, mongo]).harmOne(how, chance.pick);
    harmed[how] += 1;
    await sleep(chance.whole(500, 3_000));
  }
  const run = await waitForEnd(stack, runId, 20_000);
  const ms = Math.round(performance.now() - startedAt);
  const failed = await Promise.all(workers.map((worker) => countLines(worker, /^job failed/)));
  reportFigures('slow network', chance.seed, {
    ms,
    harmed,
    failed,
    attempt: run.attempt,
    fetchAttempt: run.fetch.fetchAttempt,
  });
  await expectExactImport(stack, run, feed, { attempt: run.attempt });
  for (const worker of workers) expect(worker.running).toBe(true);
});

test('a process without MongoDB keeps running, is not ready, and becomes ready again', async () => {
  const processes = [await stack.startReady('worker', env), await stack.startReady('scheduler', env)];
  await mongo.cut();
  const cutAt = performance.now();
  for (const one of processes) {
    await waitFor('readiness to end', 10_000, async () => (await statusOf(one, '/health/ready')) === 503);
    expect(await statusOf(one, '/health/live')).toBe(200);
  }
  const notReadyMs = Math.round(performance.now() - cutAt);
  await mongo.restore();
  for (const one of processes) {
    await waitFor('readiness to return', 20_000, async () => (await statusOf(one, '/health/ready')) === 200);
  }
  expect(processes.every((one) => one.running)).toBe(true);
  reportFigures('readiness without MongoDB', chance.seed, { notReadyMs });
});
