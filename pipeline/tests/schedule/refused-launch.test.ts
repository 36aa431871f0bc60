import { throwAwayService } from '@feedflow/infra/dev/services/services';
import { eventStreamKey } from '@feedflow/shared/redis/event-stream';
import { newRun } from '@feedflow/shared/run/new-run';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createReaper, type Reaper } from '../../src/schedule/reaper.ts';
import { createTicker } from '../../src/schedule/ticker.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

const runOptions = { batchSize: 20, maxBatchSize: 100, fetchAttempts: 3, batchAttempts: 1 };
let redisServer: Awaited<ReturnType<typeof throwAwayService>>;
let pipeline: RunningPipeline;
let reaper: Reaper;
beforeAll(async () => {
  redisServer = await throwAwayService('redis');
});
afterAll(() => redisServer.close());
beforeEach(async () => {
  pipeline = await startPipeline({
    redisUrl: redisServer.url,
    batchAttempts: 1,
    alertTargets: {
      webhook: { url: 'http://127.0.0.1:9/hook', secret: 'a-secret-of-sixteen-or-more', format: 'feedflow' },
      email: null,
      runWebhook: null,
      dashboardUrl: null,
    },
  });
  reaper = createReaper(pipeline.deps, { ...runOptions, intervalSeconds: 59, graceMs: 0 });
});
afterEach(async () => {
  await setMemoryLimit('0');
  await reaper.close();
  await pipeline.close();
});

async function setMemoryLimit(bytes: string): Promise<void> {
  await pipeline.redis.config('SET', 'maxmemory', bytes);
}
const fillRedis = () => setMemoryLimit('1');

async function addFeed(name: string, records = 100) {
  const url = pipeline.feedsUrl + pipeline.feeds.publish(name, { records });
  return pipeline.addSource({ name, url });
}

/** The types of a run's events, in order. */
async function eventsOf(runId: string): Promise<string[]> {
  const entries = await pipeline.redis.xrange(eventStreamKey(pipeline.sandbox.redisPrefix), '-', '+');
  const events = entries.map(([, fields]) => JSON.parse(fields[1] ?? ''));
  return events.filter((event) => event.runId === runId).map((event) => event.type);
}

async function alertsOf(runId: string): Promise<string[]> {
  const jobs = await pipeline.queues.alerts.getJobs(['wait', 'active', 'delayed']);
  const alerts = jobs.flatMap(({ data }) => ('alert' in data ? data.alert : []));
  return alerts.filter((alert) => alert.runId === runId).map(({ kind }) => kind);
}

test('a start that Redis refuses ends as a failed run, which is announced once Redis has room', async () => {
  const source = await addFeed('start');
  await fillRedis();
  await expect(pipeline.startImport(source)).rejects.toMatchObject({
    code: 'service-unavailable',
    message: expect.stringMatching(/OOM/),
  });
  const stored = await pipeline.database.sources.findByName('start');
  expect(stored).toMatchObject({
    lastRun: { status: 'failed', finishedAt: expect.any(Date) },
    failuresInARow: 1,
  });
  const runId = String(stored?.lastRun?.runId);
  expect(await pipeline.database.importLogs.find(runId)).toMatchObject({
    status: 'failed',
    error: { code: 'redis-unavailable' },
    attempts: [{ attempt: 1, status: 'failed' }],
  });
  // Redis has no room for the event and the alert either: they are not lost.
  expect(await reaper.sweep()).toEqual(new Map());
  await setMemoryLimit('0');
  expect(await eventsOf(runId)).toEqual([]);
  await reaper.sweep();
  expect(await eventsOf(runId)).toEqual(['run.finished']);
  expect(await alertsOf(runId)).toEqual(['run-failed']);
  await reaper.sweep();
  expect(await eventsOf(runId)).toEqual(['run.finished']);
  expect((await pipeline.database.sources.findByName('start'))?.failuresInARow).toBe(1);
});

test('due sources wait while Redis accepts no writes, and start once it does', async () => {
  const { sources } = pipeline.database;
  const names = Array.from({ length: 40 }, (_, n) => `due ${n}`);
  const begun = new Date(Date.now() - 3 * 3_600_000);
  await sources.upsert(
    names.map((name) => {
      return {
        name,
        url: `http://127.0.0.1:9/${encodeURIComponent(name)}`,
        schedule: '0 * * * *',
        timezone: 'UTC',
        enabled: true,
      };
    }),
    begun,
  );
  const ticker = createTicker(pipeline.deps, {
    ...runOptions,
    defaultIntervalMinutes: 60,
    refreshSeconds: 59,
  });
  await ticker.refresh();
  const started = () =>
    pipeline.db.collection('import_logs').distinct('sourceName', { sourceName: { $in: names } });
  await fillRedis();
  await ticker.takeDue();
  expect(await started()).toEqual([]);
  await setMemoryLimit('0');
  await ticker.takeDue();
  expect((await started()).length).toBe(names.length);
  await ticker.takeDue();
  await ticker.close();
  expect(await pipeline.db.collection('import_logs').countDocuments({ sourceName: { $in: names } })).toBe(
    names.length,
  );
});

test('a start succeeds once Redis has room, also if its scripts were not loaded before', async () => {
  const source = await addFeed('later', 30);
  await pipeline.redis.script('FLUSH');
  await fillRedis();
  await expect(pipeline.startImport(source)).rejects.toThrow(/OOM/);
  await setMemoryLimit('0');
  pipeline.startWorker();
  const { runId } = await pipeline.startImport(source);
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', newJobs: 30 });
});

test('a full Redis never disables a source', async () => {
  const source = await addFeed('patient');
  await pipeline.db.collection('sources').updateOne({ name: 'patient' }, { $set: { failuresInARow: 40 } });
  await fillRedis();
  await expect(pipeline.startImport(source)).rejects.toThrow();
  expect(await pipeline.database.sources.findByName('patient')).toMatchObject({
    enabled: true,
    failuresInARow: 41,
  });
});

test('a rescue that Redis refuses frees its source, publishes the end and raises the alert', async () => {
  const source = await addFeed('rescued');
  const orphan = newRun(source, 'schedule', new Date(Date.now() - 60_000), { batchSize: 20 });
  await pipeline.database.importLogs.insertRunning(orphan);
  await pipeline.database.sources.recordRunStart('rescued', orphan);
  await fillRedis();
  expect((await reaper.sweep()).get(orphan.runId)).toBeUndefined();
  expect(await pipeline.database.importLogs.find(orphan.runId)).toMatchObject({
    status: 'failed',
    error: { code: 'redis-unavailable' },
    attempts: [
      { attempt: 1, status: 'failed', finishedAt: expect.any(Date) },
      { attempt: 2, rescue: true, status: 'failed', finishedAt: expect.any(Date) },
    ],
  });
  expect((await pipeline.database.sources.findByName('rescued'))?.lastRun).toMatchObject({
    runId: orphan.runId,
    status: 'failed',
  });
  await setMemoryLimit('0');
  await reaper.sweep();
  expect(await eventsOf(orphan.runId)).toEqual(['run.finished']);
  expect(await alertsOf(orphan.runId)).toEqual(['run-failed']);
});

test('a re-run that Redis refuses leaves the run as it was', async () => {
  pipeline.startWorker();
  await pipeline.importFeed('warm-up', { records: 1 });
  await pipeline.db.command({
    collMod: 'jobs',
    validator: { title: { $not: /a/ } },
    validationAction: 'error',
  });
  const before = await pipeline.importFeed('rerun', { records: 60 });
  expect(before).toMatchObject({ status: 'partial', failedJobs: expect.any(Number) });
  await pipeline.db.command({ collMod: 'jobs', validator: {} });
  // What the end of the run leaves at its source, the last of it being how good the feed was.
  await expect
    .poll(() => pipeline.database.sources.findByName('rerun'))
    .toMatchObject({ lastRun: { status: 'partial' }, judgement: { runId: before.runId } });
  const source = await pipeline.database.sources.findByName('rerun');
  await fillRedis();
  const rerun = rerunBatches(pipeline.deps, { batchAttempts: 1 }, before.runId, null);
  await expect(rerun).rejects.toMatchObject({
    code: 'service-unavailable',
    details: { runId: before.runId },
  });
  expect(await pipeline.database.importLogs.find(before.runId)).toEqual(before);
  expect(await pipeline.database.sources.findByName('rerun')).toEqual(source);
  await setMemoryLimit('0');
  await rerunBatches(pipeline.deps, { batchAttempts: 1 }, before.runId, null);
  expect(await pipeline.waitForEnd(before.runId)).toMatchObject({
    status: 'completed',
    attempt: 2,
    newJobs: 60,
  });
});

test('the scheduler announces an end whose process died before announcing it', async () => {
  const source = await addFeed('silent');
  const run = newRun(source, 'manual', new Date(), { batchSize: 20 });
  await pipeline.database.importLogs.insertRunning(run);
  await pipeline.database.importLogs.finish(run, {
    status: 'failed',
    finishedAt: new Date(Date.now() - 1_000),
    counters: run,
    error: { code: 'run-lost', message: 'its jobs were lost' },
    failures: [],
    failureTotals: {},
    meta: { totalBatches: 0, processedBatches: 0, failedBatches: 0 },
  });
  await reaper.sweep();
  expect(await eventsOf(run.runId)).toEqual(['run.finished']);
  expect(await alertsOf(run.runId)).toEqual(['run-failed']);
  expect((await pipeline.database.sources.findByName('silent'))?.lastRun?.status).toBe('failed');
});
