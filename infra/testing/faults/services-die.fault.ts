import { readdir, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectFeed } from '../sample-feeds/expect-feed.ts';
import { expectExactImport, expectJobs, timeToNextBatch, waitForEnd } from './exactness.ts';
import { countLines, type FaultStack, type Process, startFaultStack, waitFor } from './fault-stack.ts';
import { type Chance, createChance, reportFigures } from './seed.ts';

let stack: FaultStack;
let chance: Chance;
beforeEach(async () => {
  // One attempt only: an outage must not use it up.
  stack = await startFaultStack({ batchAttempts: 1, fetchAttempts: 1 });
  chance = createChance();
});
afterEach(() => stack.close());

const feedOf = (records: number) => ({
  records,
  duplicates: Math.floor(records / 100),
  broken: Math.floor(records / 200),
  seed: chance.seed % 1_000,
});

async function startMidway(name: string, records: number, workers = 2) {
  const feed = feedOf(records);
  const started: Process[] = [];
  for (let n = 0; n < workers; n += 1) started.push(await stack.startReady('worker'));
  const runId = await stack.startImport(name, feed);
  const goal = chance.whole(200, Math.floor(records / 3));
  await waitFor('the import to be in progress', 60_000, async () => {
    return (await stack.database.importBatches.sums(runId)).newJobs >= goal;
  });
  return { feed, runId, workers: started, goal };
}

test('an outage of MongoDB during imports uses up no attempt of a step', async () => {
  const { feed, runId, workers, goal } = await startMidway('mongod', 10_000);
  const awayMs = chance.whole(10_000, 20_000);
  await stack.mongod.kill();
  const downAt = performance.now();
  await sleep(awayMs);
  await stack.mongod.start();
  const downMs = Math.round(performance.now() - downAt);
  const resumedMs = await timeToNextBatch(stack, runId);
  const run = await waitForEnd(stack, runId, 90_000);
  await expectExactImport(stack, run, feed);
  for (const worker of workers) {
    // One line at its start and one at its end, and no flood of failures between.
    expect(await countLines(worker, /^MongoDB is unavailable/)).toBeLessThanOrEqual(3);
    expect(await countLines(worker, /^MongoDB is unavailable/)).toBe(
      await countLines(worker, /^MongoDB responds again/),
    );
    expect(await countLines(worker, /^job failed/)).toBe(0);
  }
  const { fetchAttempt } = run.fetch;
  reportFigures('kill -9 of mongod', chance.seed, { goal, downMs, resumedMs, fetchAttempt });
});

test('repeated kills of MongoDB at any time of an import change no counter', async () => {
  const { feed, runId } = await startMidway('mongod-often', 10_000);
  let kills = 0;
  for (; kills < 5; kills += 1) {
    const run = await stack.database.importLogs.find(runId);
    if (run?.status !== 'running') break;
    await stack.mongod.kill();
    await sleep(chance.whole(0, 1_500));
    await stack.mongod.start();
    await sleep(chance.whole(200, 4_000));
  }
  const run = await waitForEnd(stack, runId, 120_000);
  await expectExactImport(stack, run, feed);
  reportFigures('kill -9 of mongod, repeatedly', chance.seed, {
    kills,
    fetchAttempt: run.fetch.fetchAttempt,
  });
});

test('an import continues from the append-only file after a kill of Redis', async () => {
  const { feed, runId } = await startMidway('redis', 10_000);
  await stack.redisServer.kill();
  await sleep(chance.whole(500, 6_000));
  await stack.redisServer.start();
  const resumedMs = await timeToNextBatch(stack, runId);
  const run = await waitForEnd(stack, runId, 120_000);
  await expectExactImport(stack, run, feed);
  const { fetchAttempt } = run.fetch;
  reportFigures('kill -9 of Redis', chance.seed, { resumedMs, fetchAttempt, attempt: run.attempt });
});

/** The file that Redis appends to: one in its folder, or from Redis 7 on the last increment in a folder of its own. */
async function appendOnlyFile(): Promise<string> {
  const folder = dirname(stack.redisServer.logFile);
  const entries = await readdir(folder, { recursive: true });
  const increment = (name: string) => Number(/(\d+)\.incr\.aof$/.exec(name)?.[1] ?? 0);
  const files = entries.filter((name) => /(?:appendonly|\.incr)\.aof$/.test(name));
  const [newest] = files.sort((a, b) => increment(b) - increment(a));
  if (newest === undefined) throw new Error(`no append-only file in ${folder}`);
  return join(folder, newest);
}

test('what Redis wrote in the last second before a power loss is done again, and later imports are exact', async () => {
  await stack.startReady('scheduler');
  const { feed, runId } = await startMidway('power', 10_000);
  const before = { records: 150, seed: 3 };
  const endedBefore = await waitForEnd(stack, await stack.startImport('before', before), 60_000);
  const file = await appendOnlyFile();
  const safeBytes = (await stat(file)).size;
  const safeAt = performance.now();
  // One run begins and ends within what is lost, and one begins.
  const endedRun = await stack.startImport('ended', before);
  const ended = await waitForEnd(stack, endedRun, 60_000);
  const begunRun = await stack.startImport('begun', { ...feedOf(1_000), pauseMs: 300 });
  const lostMs = Math.round(performance.now() - safeAt);
  await stack.redisServer.kill();
  // The end is usually in the middle of a command.
  const keptBytes = safeBytes - chance.whole(1, 200);
  const lostBytes = (await stat(file)).size - keptBytes;
  await truncate(file, keptBytes);
  const killedAt = performance.now();
  await stack.redisServer.start();
  const run = await waitForEnd(stack, runId, 150_000);
  const begun = await waitForEnd(stack, begunRun, 60_000);
  const recoveredMs = Math.round(performance.now() - killedAt);
  await expectExactImport(stack, run, feed, { attempt: run.attempt });
  await expectExactImport(stack, begun, feedOf(1_000), { attempt: 2 });
  for (const one of [ended, endedBefore]) {
    const { status, newJobs, attempt, finishedAt } = one;
    expect([status, newJobs, attempt]).toEqual(['completed', 150, 1]);
    expect(await stack.database.importLogs.find(one.runId)).toMatchObject({ status, newJobs, finishedAt });
  }
  const { distinct } = expectFeed(feed);
  const again = await waitForEnd(stack, await stack.startImport('power', feed), 60_000);
  expect(again).toMatchObject({ status: run.status, newJobs: 0, updatedJobs: 0, unchangedJobs: distinct });
  await expectJobs(stack, again, expectFeed(feed).externalIds);
  reportFigures('end of the append-only file lost', chance.seed, {
    lostMs,
    lostBytes,
    recoveredMs,
    attempt: run.attempt,
  });
});

test('a run starts again after Redis was emptied, and is exact', async () => {
  await stack.startReady('scheduler');
  const { feed, runId } = await startMidway('flushed', 10_000);
  await stack.redis.flushall();
  const emptiedAt = performance.now();
  await waitFor('the run to start again', 60_000, async () => {
    return (await stack.database.importLogs.find(runId))?.attempt === 2;
  });
  const restartedMs = Math.round(performance.now() - emptiedAt);
  const run = await waitForEnd(stack, runId, 120_000);
  await expectExactImport(stack, run, feed, { attempt: 2 });
  expect(run.attempts).toMatchObject([{ rescue: false }, { rescue: true, status: run.status }]);
  reportFigures('FLUSHALL', chance.seed, { restartedMs });
});

test('a run starts again after Redis lost some of its steps, instead of ending with wrong counters', async () => {
  await stack.startReady('scheduler');
  // Batches wait until their steps are removed.
  await stack.queues.batches.pause();
  const worker = await stack.startReady('worker');
  const feed = feedOf(2_000);
  const runId = await stack.startImport('partly-lost', feed);
  await waitFor('the feed to be read', 120_000, async () => {
    return (await stack.database.importLogs.find(runId))?.fetch.status === 'completed';
  });
  // As after a crash that lost the last second: the children are missing, and their parent does not know them.
  for (const index of [2, 5, 11]) await stack.queues.batches.remove(`${runId}-1-1-${index}`);
  await stack.queues.batches.resume();
  const run = await waitForEnd(stack, runId, 60_000);
  await expectExactImport(stack, run, feed, { attempt: 2 });
  expect(await countLines(worker, /batches are missing/)).toBe(1);
  reportFigures('some steps lost', chance.seed, { ms: run.meta.durationMs });
});

/** How Redis refuses writes, and how that ends. */
const refusals = {
  full: {
    reason: /OOM/,
    begin: async () => {
      const used = Number(/used_memory:(\d+)/.exec(await stack.redis.info('memory'))?.[1]);
      await stack.redis.config('SET', 'maxmemory', String(Math.floor(used / 2)));
    },
    end: () => stack.redis.config('SET', 'maxmemory', '0'),
  },
  // Its master does not run.
  'read-only': {
    reason: /READONLY/,
    begin: () => stack.redis.call('REPLICAOF', '127.0.0.1', '1'),
    end: () => stack.redis.call('REPLICAOF', 'NO', 'ONE'),
  },
} as const;

test.each(['full', 'read-only'] as const)(
  'a Redis that is %s for some seconds refuses runs with the reason, and a running import loses no attempt and no record',
  async (state) => {
    const { reason, begin, end } = refusals[state];
    const { feed, runId, workers } = await startMidway('full', 10_000);
    const readiness = async () => {
      const response = await fetch(`${workers[0]?.url}/health/ready`);
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    expect(await readiness()).toMatchObject({ status: 200 });
    await begin();
    const beganAt = performance.now();
    const refused = await stack.startImport('refused', { records: 100 }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'service-unavailable', message: expect.stringMatching(reason) });
    await waitFor('readiness to end', 10_000, async () => (await readiness()).status === 503);
    expect((await readiness()).body).toMatchObject({
      status: 'degraded',
      services: {
        mongodb: { status: 'up' },
        redis: { status: 'down', error: expect.stringMatching(reason) },
      },
    });
    // Longer than a lock, and than the grace time of the reaper.
    await sleep(chance.whole(5_000, 9_000));
    await end();
    const refusedMs = Math.round(performance.now() - beganAt);
    const resumedMs = await timeToNextBatch(stack, runId);
    await waitFor('readiness to return', 10_000, async () => (await readiness()).status === 200);
    const run = await waitForEnd(stack, runId, 120_000);
    await expectExactImport(stack, run, feed, { attempt: 1 });
    expect(run.fetch.fetchAttempt).toBe(1);
    for (const worker of workers) {
      expect(await countLines(worker, /^job failed/)).toBe(0);
      expect(await countLines(worker, /^Redis accepts no writes/)).toBe(1);
      expect(await countLines(worker, /^Redis accepts writes again/)).toBe(1);
    }
    reportFigures(`Redis ${state}`, chance.seed, { refusedMs, resumedMs });
    const [failed] = await stack.db.collection('import_logs').find({ sourceName: 'refused' }).toArray();
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'redis-unavailable' } });
    expect((await stack.database.sources.findByName('refused'))?.lastRun?.status).toBe('failed');
    // Now the run is accepted.
    const again = await waitForEnd(stack, await stack.startImport('refused', { records: 100 }), 60_000);
    expect(again).toMatchObject({ status: 'completed', newJobs: 100 });
  },
);

test.each(['mongod', 'redisServer'] as const)(
  'sources that become due during an outage of %s start after it, and none fails',
  async (service) => {
    const names = Array.from({ length: 40 }, (_, n) => `due-${n}`);
    await stack.seedFile(
      names.map((name) => {
        return {
          name,
          url: stack.feedsUrl + stack.feeds.publish(name, { records: 20 }),
          schedule: '* * * * *',
        };
      }),
    );
    await stack.startReady('worker');
    await stack.startReady('scheduler');
    const untilSecond = (second: number) =>
      sleep(((((second - new Date().getSeconds()) % 60) + 60) % 60) * 1_000);
    await untilSecond(57);
    await stack[service].kill();
    const killedAt = new Date();
    // The minute begins meanwhile.
    await sleep(chance.whole(6_000, 15_000));
    await stack[service].start();
    const backAt = performance.now();
    const runs = () =>
      stack.db
        .collection('import_logs')
        .find({ startedAt: { $gt: killedAt } })
        .toArray();
    await waitFor('a run of each source to end', 50_000, async () => {
      return (
        new Set((await runs()).filter(({ status }) => status !== 'running').map((run) => run['sourceName']))
          .size === 40
      );
    });
    const lateMs = Math.round(performance.now() - backAt);
    // Not by the tick of the next minute.
    const nextMinuteMs = Math.ceil(killedAt.getTime() / 60_000 + 1) * 60_000;
    expect((await runs()).filter(({ startedAt }) => startedAt.getTime() < nextMinuteMs)).toHaveLength(40);
    expect((await runs()).map(({ status }) => status).filter((status) => status !== 'completed')).toEqual([]);
    reportFigures(`due during an outage of ${service}`, chance.seed, { lateMs });
  },
);
