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
let behaviour: 'accepts' | 'hangs' = 'accepts';
let receiver: StartedServer;
let pipeline: RunningPipeline;
let worker: Workers;

beforeAll(async () => {
  receiver = await startLoopbackServer(async (request, response) => {
    const { kind } = alert.parse(JSON.parse(await textOf(request)));
    if (behaviour === 'hangs') held += 1;
    else {
      kinds.push(kind);
      response.writeHead(204).end();
    }
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

/** @returns what the receiver got once it accepts all that waits for it */
async function sendAll(): Promise<string[]> {
  behaviour = 'accepts';
  await pipeline.queues.alerts.resume();
  const running = () => pipeline.queues.runs.getJobCountByTypes('wait', 'active', 'delayed');
  const open = async () => (await running()) + (await waiting()).length;
  await expect.poll(open, { timeout: 30_000 }).toBe(0);
  return kinds;
}

test('a worker that stops does not wait for a receiver that hangs, whose alert loses no attempt', async () => {
  behaviour = 'hangs';
  await pipeline.importFeed('hanging', { status: 404 });
  await expect.poll(() => held).toBe(1);
  await worker.close();
  expect(await waiting()).toMatchObject([{ attemptsMade: 0, data: { alert: { source: 'hanging' } } }]);
  worker = pipeline.startWorker('next-worker');
  expect(await sendAll()).toEqual(['run-failed']);
});
