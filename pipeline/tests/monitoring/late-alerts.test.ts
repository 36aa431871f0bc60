import { text as textOf } from 'node:stream/consumers';
import {
  type StartedServer,
  startLoopbackServer,
} from '@feedflow/infra/testing/sample-feeds/loopback-server';
import { alert } from '@feedflow/shared/alerts/alert';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Workers } from '../../src/worker/bullmq-workers.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

/** The alerts that the receiver accepted, and how many others reached it. */
let kinds: string[] = [];
let held = 0;
/** How the receiver responds. */
let behaviour: 'accepts' | 'refuses' | 'hangs' = 'accepts';
let receiver: StartedServer;
let pipeline: RunningPipeline;
let worker: Workers;

beforeAll(async () => {
  receiver = await startLoopbackServer(async (request, response) => {
    const { kind } = alert.parse(JSON.parse(await textOf(request)));
    if (behaviour === 'accepts') kinds.push(kind);
    else held += 1;
    if (behaviour !== 'hangs') response.writeHead(behaviour === 'accepts' ? 204 : 503).end();
  });
  pipeline = await startPipeline({
    alertTargets: {
      webhook: { url: receiver.url, secret: 'a-secret-of-sixteen-or-more', format: 'feedflow' },
      email: null,
      runWebhook: null,
      dashboardUrl: null,
    },
  });
  worker = pipeline.startWorker();
});
afterAll(async () => {
  await pipeline.close();
  await receiver.close();
});
beforeEach(() => {
  kinds = [];
  held = 0;
});

const waiting = () => pipeline.queues.alerts.getJobs(['wait', 'active', 'delayed']);

/** Imports a feed whose alert the receiver refuses. It is tried again by `sendAll` only. */
async function importRefused(...feed: Parameters<RunningPipeline['importFeed']>): Promise<void> {
  behaviour = 'refuses';
  await pipeline.importFeed(...feed);
  await expect.poll(() => held).toBeGreaterThan(0);
  await pipeline.queues.alerts.pause();
}

/** Imports a feed whose alert waits behind those that were refused. */
async function importMeanwhile(...feed: Parameters<RunningPipeline['importFeed']>): Promise<void> {
  await pipeline.importFeed(...feed);
  await expect.poll(async () => (await waiting()).length).toBe(2);
}

/** @returns what the receiver got once it accepts all that waits for it */
async function sendAll(): Promise<string[]> {
  behaviour = 'accepts';
  await pipeline.queues.alerts.resume();
  const running = () => pipeline.queues.runs.getJobCountByTypes('wait', 'active', 'delayed');
  const open = async () => (await running()) + (await waiting()).length;
  await expect.poll(open, { timeout: 30_000 }).toBe(0);
  return kinds;
}

test('an alert that was refused is not sent once its source has recovered', async () => {
  await importRefused('recovered', { status: 404 });
  await importMeanwhile('recovered', { records: 3 });
  expect(await sendAll()).toEqual(['recovered']);
});

test('a recovery that was refused is not sent once its source fails again', async () => {
  await pipeline.importFeed('failing', { status: 404 });
  expect(await sendAll()).toEqual(['run-failed']);
  await importRefused('failing', { records: 3 });
  await importMeanwhile('failing', { status: 404 });
  expect(await sendAll()).toEqual(['run-failed', 'run-failed']);
});

test('a recovery that was refused is sent although the run that recovered breaks a quality rule', async () => {
  const url = pipeline.feedsUrl + pipeline.feeds.publish('few', { status: 404 }, { records: 3 });
  const source = await pipeline.addSource({ name: 'few', url, quality: { minJobs: 10 } });
  const importIt = async () => pipeline.waitForEnd((await pipeline.startImport(source)).runId);
  await importIt();
  expect(await sendAll()).toEqual(['run-failed']);
  behaviour = 'refuses';
  await importIt();
  await expect.poll(() => held).toBeGreaterThan(1);
  expect((await sendAll()).toSorted()).toEqual(['quality', 'recovered', 'run-failed']);
});

test('a worker that stops does not wait for a receiver that hangs, whose alert loses no attempt', async () => {
  behaviour = 'hangs';
  await pipeline.importFeed('hanging', { status: 404 });
  await expect.poll(() => held).toBe(1);
  await worker.close();
  expect(await waiting()).toMatchObject([{ attemptsMade: 0, data: { alert: { source: 'hanging' } } }]);
  worker = pipeline.startWorker('next-worker');
  expect(await sendAll()).toEqual(['run-failed']);
});
