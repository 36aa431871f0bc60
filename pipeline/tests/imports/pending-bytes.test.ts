import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { throwAwayService } from '@feedflow/infra/dev/services/services';
import {
  type StartedServer,
  startLoopbackServer,
} from '@feedflow/infra/testing/sample-feeds/loopback-server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

const RECORDS = 400;
/** Of each description, which does not compress. */
const TEXT_BYTES = 30_000;
const MB = 1_000_000;

let redisServer: Awaited<ReturnType<typeof throwAwayService>>;
let feedServer: StartedServer;
let pipeline: RunningPipeline;
beforeAll(async () => {
  redisServer = await throwAwayService('redis');
  feedServer = await startLoopbackServer(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' });
    response.write('<rss version="2.0"><channel>');
    for (let id = 0; id < RECORDS; id += 1) {
      const text = randomBytes((TEXT_BYTES * 3) / 4).toString('base64');
      const item = `<item><title>Job ${id}</title><guid>${id}</guid><description>${text}</description></item>`;
      if (!response.write(item)) await once(response, 'drain');
    }
    response.end('</channel></rss>');
  });
});
afterEach(async () => {
  await pipeline.redis.config('SET', 'maxmemory', '0');
  await pipeline.close();
});
afterAll(async () => {
  await feedServer.close();
  await redisServer.close();
});

async function startImports(names: string[]): Promise<string[]> {
  const runIds: string[] = [];
  for (const name of names) {
    const source = await pipeline.addSource({ name, url: `${feedServer.url}/${name}.xml` });
    runIds.push((await pipeline.startImport(source)).runId);
  }
  return runIds;
}

/** Bytes that the payloads of all batches take in Redis, and their number. */
async function held(): Promise<{ bytes: number; batches: number }> {
  const jobs = await pipeline.queues.batches.getJobs(['wait', 'prioritized', 'active', 'delayed']);
  const sizes = jobs.map((job) => String(job?.data.jobs ?? '').length);
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), batches: sizes.length };
}

/** What is held once reading has come to a stop, and the most that was held on the way there. */
async function heldAtRest(): Promise<{ bytes: number; batches: number; most: number }> {
  let most = 0;
  let before = -1;
  for (let same = 0; same < 8; await sleep(250)) {
    const { bytes } = await held();
    most = Math.max(most, bytes);
    same = bytes === before && bytes > 0 ? same + 1 : 0;
    before = bytes;
  }
  return { ...(await held()), most };
}

async function expectExactEnds(runIds: string[]): Promise<void> {
  for (const runId of runIds) {
    expect(await pipeline.waitForEnd(runId)).toMatchObject({
      status: 'completed',
      totalFetched: RECORDS,
      newJobs: RECORDS,
      fetch: { fetchAttempt: 1 },
    });
  }
}

test.each([[['one']], [['first', 'second']]])(
  'the bytes of waiting batches in Redis stay below the limit: %j',
  async (names) => {
    const maxPendingBytes = 2.5 * MB;
    pipeline = await startPipeline({ redisUrl: redisServer.url, maxPendingBatches: 64, maxPendingBytes });
    pipeline.startWorker('fetch', { queues: ['fetch'] });
    const runIds = await startImports(names);
    const { bytes, most } = await heldAtRest();
    expect(most).toBeLessThanOrEqual(names.length * maxPendingBytes);
    // It is used, too: this is what stopped the reading.
    expect(bytes).toBeGreaterThan(names.length * 0.6 * maxPendingBytes);
    pipeline.startWorker('rest', { queues: ['batches', 'finalize'] });
    await expectExactEnds(runIds);
  },
);

test('a batch that is larger than the limit is enqueued alone', async () => {
  pipeline = await startPipeline({ redisUrl: redisServer.url, maxPendingBytes: 1_000 });
  pipeline.startWorker('fetch', { queues: ['fetch'] });
  const runIds = await startImports(['alone']);
  expect(await heldAtRest()).toMatchObject({ batches: 1 });
  pipeline.startWorker('rest', { queues: ['batches', 'finalize'] });
  await expectExactEnds(runIds);
});

test('feeds that share a Redis keep the configured memory free, and none blocks another', async () => {
  pipeline = await startPipeline({ redisUrl: redisServer.url, maxPendingBatches: 64 });
  const used = Number(/used_memory:(\d+)/.exec(await pipeline.redis.info('memory'))?.[1]);
  const limit = used + 10 * MB;
  await pipeline.redis.config('SET', 'maxmemory', limit);
  pipeline.startWorker('fetch', { queues: ['fetch'], redisMemoryLimitPercent: 60 });
  const runIds = await startImports(['x', 'y', 'z']);
  const { batches } = await heldAtRest();
  const usedThen = Number(/used_memory:(\d+)/.exec(await pipeline.redis.info('memory'))?.[1]);
  // Three batches may come on top: one of each feed.
  expect(usedThen).toBeLessThan(limit * 0.6 + 3 * MB);
  expect(batches).toBeGreaterThanOrEqual(3);
  pipeline.startWorker('rest', { queues: ['batches', 'finalize'] });
  await expectExactEnds(runIds);
});

test('if Redis has too little memory, each feed continues by one batch at a time', async () => {
  pipeline = await startPipeline({ redisUrl: redisServer.url, redisMemoryLimitPercent: 1 });
  // One percent of it is less than an empty Redis takes.
  await pipeline.redis.config('SET', 'maxmemory', 60 * MB);
  pipeline.startWorker('fetch', { queues: ['fetch'] });
  const runIds = await startImports(['slow', 'slower']);
  expect(await heldAtRest()).toMatchObject({ batches: 2 });
  pipeline.startWorker('rest', { queues: ['batches', 'finalize'] });
  await expectExactEnds(runIds);
});
