import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { throwAwayService } from '@feedflow/infra/dev/services/services';
import {
  type StartedServer,
  startLoopbackServer,
} from '@feedflow/infra/testing/sample-feeds/loopback-server';
import { Job } from 'bullmq';
import { Redis } from 'ioredis';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

/** Half of it is more than the records that are looked at before the first is read. */
const RECORDS = 600;
/** Long enough that a busy machine does not lose one without a fault. */
const LOCK_MS = 5_000;

let redisServer: Awaited<ReturnType<typeof throwAwayService>>;
/** Past the connections of the pipeline. */
let admin: Redis;
let pipeline: RunningPipeline;
let feedServer: StartedServer;
let requests: number;
/** Lets the second half of the feed go. */
let release: PromiseWithResolvers<void>;
let lines: Record<string, unknown>[];

beforeAll(async () => {
  redisServer = await throwAwayService('redis');
  admin = new Redis(redisServer.url);
});
afterAll(async () => {
  admin.disconnect();
  await redisServer.close();
});

beforeEach(async () => {
  requests = 0;
  release = Promise.withResolvers();
  lines = [];
  feedServer = await startLoopbackServer(async (_request, response) => {
    requests += 1;
    response.writeHead(200, { 'content-type': 'application/rss+xml' });
    response.write(`<rss version="2.0"><channel>${itemsOf(0, RECORDS / 2)}`);
    await release.promise;
    response.end(`${itemsOf(RECORDS / 2, RECORDS)}</channel></rss>`);
  });
  pipeline = await startPipeline({
    redisUrl: redisServer.url,
    batchAttempts: 1,
    lockDurationMs: LOCK_MS,
    maxPendingBatches: 64,
    logTo: { write: (line) => void lines.push(JSON.parse(line)) },
  });
});
afterEach(async () => {
  await writable();
  release.resolve();
  await pipeline.close();
  await feedServer.close();
});

function itemsOf(from: number, to: number): string {
  const items = Array.from({ length: to - from }, (_, offset) => {
    const id = from + offset;
    const text = `Job ${id} `.repeat(100);
    return `<item><title>Job ${id}</title><guid>${id}</guid><description>${text}</description></item>`;
  });
  return items.join('');
}

const outages = {
  full: () => admin.config('SET', 'maxmemory', '1'),
  'read-only': () => admin.call('REPLICAOF', '127.0.0.1', '1'),
} as const;

async function writable(): Promise<void> {
  await admin.call('REPLICAOF', 'NO', 'ONE');
  await admin.config('SET', 'maxmemory', '0');
}

/** Starts an import and waits until half of its feed is in MongoDB and the other half on its way. */
async function importHalf(name: string) {
  const source = await pipeline.addSource({ name, url: `${feedServer.url}/feed.xml` });
  const { runId } = await pipeline.startImport(source);
  await expect
    .poll(async () => (await pipeline.database.importBatches.sums(runId)).newJobs, { timeout: 75_000 })
    .toBeGreaterThan(0);
  return runId;
}

const linesOf = (pattern: RegExp) => lines.filter(({ msg }) => pattern.test(String(msg)));
const seenOnce = (pattern: RegExp) => expect.poll(() => linesOf(pattern).length, { timeout: 75_000 }).toBe(1);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each(['full', 'read-only'] as const)(
  'a feed that is being read while Redis is %s waits, longer than its lock, and is read once',
  async (kind) => {
    pipeline.startWorker();
    const runId = await importHalf(kind);
    await outages[kind]();
    release.resolve();
    await seenOnce(/^Redis accepts no writes/);
    await wait(1.5 * LOCK_MS);
    expect((await pipeline.database.importLogs.find(runId))?.status).toBe('running');
    await writable();
    expect(await pipeline.waitForEnd(runId)).toMatchObject({
      status: 'completed',
      totalFetched: RECORDS,
      newJobs: RECORDS,
      failedJobs: 0,
      attempt: 1,
      fetch: { fetchAttempt: 1 },
    });
    expect(requests).toBe(1);
    // No batch was tried twice, and no job counts as lost.
    expect(await pipeline.db.collection('import_batches').distinct('tries', { runId })).toEqual([1]);
    expect(linesOf(/^a job was lost/)).toEqual([]);
    expect(linesOf(/^job failed/)).toEqual([]);
    expect(linesOf(/^Redis accepts no writes/)).toHaveLength(1);
    expect(linesOf(/^Redis accepts writes again/)).toHaveLength(1);
    expect(linesOf(/^Redis accepts no writes/)[0]).toMatchObject({ code: 'redis-unavailable' });
  },
);

test.each(['full', 'read-only'] as const)(
  'a run whose last batches and whose end meet with a Redis that is %s ends once, exact',
  async (kind) => {
    pipeline.startWorker('fetch', { queues: ['fetch'] });
    const source = await pipeline.addSource({ name: kind, url: `${feedServer.url}/feed.xml` });
    const { runId } = await pipeline.startImport(source);
    release.resolve();
    await expect
      .poll(async () => (await pipeline.database.importLogs.find(runId))?.fetch.status, { timeout: 75_000 })
      .toBe('completed');
    pipeline.startWorker('rest', { queues: ['batches', 'finalize'] });
    await expect
      .poll(async () => (await pipeline.database.importBatches.sums(runId)).newJobs, { timeout: 75_000 })
      .toBeGreaterThan(0);
    await outages[kind]();
    await wait(1.5 * LOCK_MS);
    await writable();
    expect(await pipeline.waitForEnd(runId)).toMatchObject({
      status: 'completed',
      newJobs: RECORDS,
      failedJobs: 0,
    });
    await seenOnce(/^run finished/);
    expect(linesOf(/^a job was lost/)).toEqual([]);
  },
);

test.each(['full', 'read-only'] as const)(
  'a worker that stops while Redis is %s loses no attempt: another one continues',
  async (kind) => {
    const worker = pipeline.startWorker('first');
    const runId = await importHalf(kind);
    await outages[kind]();
    release.resolve();
    await seenOnce(/^Redis accepts no writes/);
    // BullMQ does not end a worker that is closed within 100 ms after its blocking command was refused.
    await wait(500);
    await worker.close();
    await writable();
    const job = await Job.fromId(pipeline.queues.feeds, `${runId}-1-fetch`);
    expect(job).toMatchObject({ attemptsMade: 0 });
    pipeline.startWorker('second');
    expect(await pipeline.waitForEnd(runId)).toMatchObject({
      status: 'completed',
      totalFetched: RECORDS,
      newJobs: RECORDS,
      fetch: { fetchAttempt: 2, worker: 'second' },
    });
  },
);

test('a worker that stops while Redis is full does not wait to store whom an alert has reached', async () => {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      done(address === 'later@jobs.test' ? Object.assign(new Error('later'), { responseCode: 450 }) : null),
    onData: (stream, _session, done) => {
      stream.resume();
      stream.on('end', () => void outages.full().then(() => done()));
    },
  });
  const server = smtp.listen(0, '127.0.0.1');
  onTestFinished(() => new Promise((resolve) => smtp.close(() => resolve())));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const to = ['now@jobs.test', 'later@jobs.test'];
  const email = { smtpUrl: `smtp://127.0.0.1:${port}`, to, from: 'feedflow@jobs.test' };
  const alertTargets = { webhook: null, runWebhook: null, email, dashboardUrl: null };
  const worker = pipeline.startWorker('mailing', { queues: ['finalize'], alertTargets });
  const at = new Date().toISOString();
  const alert = { alertId: 'a', source: 'acme', runId: 'r', at, message: 'acme failed', environment: null };
  await pipeline.queues.alerts.add('send-alert', {
    channel: 'email',
    alert: { ...alert, kind: 'run-failed' },
  });
  await seenOnce(/^Redis accepts no writes/);
  await wait(500);
  const closed = worker.close().then(() => 'closed');
  expect(await Promise.race([closed, wait(10_000)])).toBe('closed');
});

test('a run that is cancelled while Redis is full ends as cancelled', async () => {
  pipeline.startWorker();
  const runId = await importHalf('cancelled');
  await outages.full();
  release.resolve();
  await seenOnce(/^Redis accepts no writes/);
  await pipeline.database.importLogs.requestCancel(runId, new Date());
  await expect
    .poll(async () => (await pipeline.database.importLogs.find(runId))?.fetch.status, { timeout: 75_000 })
    .toBe('failed');
  await writable();
  const run = await pipeline.waitForEnd(runId);
  expect(run).toMatchObject({ status: 'cancelled', error: null });
  expect(await pipeline.jobsOf('cancelled')).toHaveLength(run.newJobs);
  expect(run.newJobs).toBeGreaterThan(0);
  expect(run.newJobs).toBeLessThan(RECORDS);
});
