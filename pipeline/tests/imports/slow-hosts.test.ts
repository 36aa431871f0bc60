import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from '@feedflow/infra/dev/processes/child';
import { systemCollectors } from '@feedflow/shared/metrics/system-collectors';
import { cancelRun } from '@feedflow/shared/run/cancel-run';
import { rescueRun } from '@feedflow/shared/run/rescue-run';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';
import { type SlowHost, startSlowHost } from '../support/slow-host.ts';

let pipeline: RunningPipeline;
let slow: SlowHost;
beforeEach(async () => {
  pipeline = await startPipeline();
});
afterEach(async () => {
  slow.finish();
  await pipeline.close();
});

async function start(name: string, url: string): Promise<string> {
  return (await pipeline.startImport(await pipeline.addSource({ name, url }))).runId;
}

/** Starts imports of that many feeds of the slow host, the oldest first. */
async function startSlow(count: number): Promise<string[]> {
  const runIds: string[] = [];
  for (let n = 1; n <= count; n += 1) {
    runIds.push(await start(`slow-${n}`, `${slow.url}/${n}`));
    // Runs are ordered by the millisecond in which they were started.
    await sleep(2);
  }
  return runIds;
}

const find = (runId: string) => pipeline.database.importLogs.find(runId);
const waiting = () => pipeline.queues.feeds.getDelayedCount();

test('feeds that wait for a slow host take no slot: feeds of another host are imported', async () => {
  slow = await startSlowHost();
  const other = await startSlowHost('127.0.0.2');
  pipeline.startWorker('a', { fetchConcurrency: 4 });
  const runIds = await startSlow(4);
  await expect.poll(waiting).toBe(2);
  await expect.poll(slow.open).toBe(2);

  const runId = await start('other', `${other.url}/feed`);
  await expect.poll(other.open).toBe(1);
  other.finish();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', newJobs: 2 });

  // Runs that start at the same time request their turns in any order.
  const runs = await Promise.all(runIds.map(find));
  const waits = runs.filter((run) => run !== null && run.fetch.waitsForHost === '127.0.0.1');
  expect(waits.map((run) => run?.fetch.status)).toEqual(['waiting', 'waiting']);
  for (const run of waits) {
    // Waiting is not lost work: neither a try, nor the run.
    const job = await pipeline.queues.feeds.getJob(`${run?.runId}-1-fetch`);
    expect(job).toMatchObject({ attemptsMade: 0, stalledCounter: 0 });
    const options = { batchSize: 20, maxBatchSize: 100, fetchAttempts: 3, batchAttempts: 3 };
    expect(run && (await rescueRun(pipeline.deps, options, run))).toBe('alive');
  }

  slow.finish();
  await expect.poll(slow.open).toBe(2);
  slow.finish();
  for (const id of runIds) {
    const ended = await pipeline.waitForEnd(id);
    expect(ended).toMatchObject({ status: 'completed', newJobs: 2 });
    expect(ended.fetch).toMatchObject({ fetchAttempt: 1, waitsForHost: null });
    // The event log shows who waited.
    const waited = waits.some((run) => run?.runId === id);
    expect(ended.fetch.hostWait?.host ?? null).toBe(waited ? '127.0.0.1' : null);
  }
  expect(slow.peak()).toBe(2);
});

test('reports that all slots of all workers are taken, also in the metrics', async () => {
  slow = await startSlowHost();
  const { deps, metrics, fetchSlots } = pipeline;
  const own = { fetchConcurrency: 1, hostConcurrency: 2 };
  pipeline.startWorker('a', own);
  const second = pipeline.startWorker('b', own);
  await startSlow(1);
  const look = { timeout: 75_000 };
  await expect.poll(() => fetchSlots.read(), look).toEqual({ slots: 2, busy: 1, allTakenForMs: null });
  await start('one-more', `${slow.url}/one-more`);
  await expect.poll(async () => (await fetchSlots.read()).allTakenForMs, look).toBeGreaterThan(0);

  const scrape = async () => {
    const collectors = systemCollectors({ ...deps, metrics }, { defaultIntervalMinutes: 60 });
    await Promise.all(collectors.map((collect) => collect()));
    const gauges = [metrics.fetchSlots, metrics.fetchSlotsBusy, metrics.fetchSlotsTaken];
    return Promise.all(gauges.map(async (gauge) => (await gauge.get()).values[0]?.value));
  };
  const [slots, busy, takenSeconds] = await scrape();
  expect([slots, busy]).toEqual([2, 2]);
  expect(takenSeconds).toBeGreaterThan(0);

  // One that stops takes its slots with it, and hands its feed back.
  await second.close();
  expect(await fetchSlots.read()).toMatchObject({ slots: 1 });
});

test('limits the feeds of a host over all workers, and grants turns in the order of the runs', async () => {
  slow = await startSlowHost();
  pipeline.startWorker('a', { fetchConcurrency: 4, hostConcurrency: 1 });
  pipeline.startWorker('b', { fetchConcurrency: 4, hostConcurrency: 1 });
  const first = await start('first', `${slow.url}/first`);
  await expect.poll(slow.open).toBe(1);
  const runIds = await startSlow(4);
  // A turn is granted to the oldest run of those that wait.
  await expect.poll(waiting).toBe(4);
  for (const runId of [first, ...runIds]) {
    await expect.poll(slow.open).toBe(1);
    slow.finish();
    await pipeline.waitForEnd(runId);
  }
  expect(slow.peak()).toBe(1);
  expect(slow.paths).toEqual(['/first', '/1', '/2', '/3', '/4']);
});

test('a run that waits for its host is cancelled at once, and the next one gets its turn', async () => {
  slow = await startSlowHost();
  pipeline.startWorker('a', { hostConcurrency: 1 });
  const first = await start('first', `${slow.url}/first`);
  await expect.poll(slow.open).toBe(1);
  const [second, third] = (await startSlow(2)) as [string, string];
  await expect.poll(waiting).toBe(2);
  await cancelRun(pipeline.deps, second);
  expect(await pipeline.waitForEnd(second)).toMatchObject({
    status: 'cancelled',
    fetch: { fetchAttempt: 0 },
  });
  await cancelRun(pipeline.deps, first);
  expect(await pipeline.waitForEnd(first)).toMatchObject({ status: 'cancelled' });
  await expect.poll(() => slow.paths).toEqual(['/first', '/2']);
  slow.finish();
  expect(await pipeline.waitForEnd(third)).toMatchObject({ status: 'completed' });
});

test('a run whose feed waits for a retry is cancelled at once', async () => {
  slow = await startSlowHost();
  pipeline.startWorker('a');
  const url = pipeline.feedsUrl + pipeline.feeds.publish('busy', { status: 503, retryAfter: 300 });
  const runId = await start('busy', url);
  await expect.poll(waiting).toBe(1);
  await cancelRun(pipeline.deps, runId);
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'cancelled' });
});

test('a feed below the minimum speed fails at the first attempt, and releases its slot', async () => {
  slow = await startSlowHost();
  await pipeline.close();
  pipeline = await startPipeline({ minBytesPerSecond: 1_000 });
  pipeline.startWorker('a', { fetchConcurrency: 1 });
  const [runId = ''] = await startSlow(1);
  const next = await pipeline.importFeed('quick', { records: 5 });
  expect(next.status).toBe('completed');
  const run = await pipeline.waitForEnd(runId);
  expect(run).toMatchObject({ status: 'partial', newJobs: 1, fetch: { fetchAttempt: 1 } });
  expect(run.error?.code).toBe('feed-too-slow');
  expect(slow.paths).toEqual(['/1']);
});

test('the turns of a killed worker are granted to other feeds once its leases expire', async () => {
  slow = await startSlowHost();
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-worker-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const child = await startChild({
    name: 'worker',
    command: process.execPath,
    args: ['src/bin/worker.ts'],
    cwd: join(import.meta.dirname, '../..'),
    logFile: join(folder, 'worker.log'),
    env: {
      ...process.env,
      ...pipeline.sandbox.env,
      FETCH_ALLOW_PRIVATE_HOSTS: 'true',
      LOCK_DURATION_MS: '2000',
    },
  });
  onTestFinished(() => child.stop(5_000).then(() => undefined));
  const [killed] = await startSlow(1);
  await expect.poll(slow.open, { timeout: 75_000 }).toBe(1);
  await child.kill();
  // Stalled jobs are looked for so seldom that the feed of the killed worker is not read again before the other.
  pipeline.startWorker('b', { hostConcurrency: 1, lockDurationMs: 2_000, stalledIntervalMs: 600_000 });
  const next = await start('next', `${slow.url}/next`);
  await expect.poll(async () => (await find(next))?.fetch.waitsForHost).toBe('127.0.0.1');
  await expect.poll(() => slow.paths, { timeout: 75_000 }).toEqual(['/1', '/next']);
  slow.finish();
  expect(await pipeline.waitForEnd(next)).toMatchObject({ status: 'completed' });
  expect((await find(killed ?? ''))?.status).toBe('running');
});
