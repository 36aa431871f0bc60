import { createSandbox, type Sandbox } from '@feedflow/infra/testing/suite/sandbox';
import { systemClock } from '@feedflow/shared/process/clock';
import { createLog } from '@feedflow/shared/process/log';
import { createEventPublisher, createEventReader } from '@feedflow/shared/redis/event-stream';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startEventHub } from '../src/stream/event-hub.ts';
import { INTERVAL_MS } from '../src/stream/thin.ts';

let sandbox: Sandbox;
let redis: Redis;
let blocking: Redis;
beforeAll(async () => {
  sandbox = await createSandbox();
  redis = new Redis(sandbox.redisUrl);
  blocking = redis.duplicate();
});
afterAll(async () => {
  redis.disconnect();
  blocking.disconnect();
  await sandbox.close();
});

test('one read fetches the events of half a second, and none is lost', async () => {
  const log = createLog('test', { level: 'silent', pretty: false });
  const options = { prefix: sandbox.redisPrefix };
  const publisher = createEventPublisher({ redis, clock: systemClock, log }, options);
  const reader = createEventReader({ redis, blocking }, options);
  const wait = vi.spyOn(reader, 'wait');
  const hub = await startEventHub({ reader, log });
  const handedOut: string[] = [];
  hub.subscribe(({ event }) => void handedOut.push(event.runId));
  const startedAt = performance.now();
  const runIds = Array.from({ length: 200 }, (_, n) => `run-${n}`);
  for (const runId of runIds) {
    await publisher.publish({ type: 'run.started', runId, sourceName: 'a', trigger: 'manual', attempt: 1 });
  }
  await vi.waitFor(() => expect(handedOut).toHaveLength(runIds.length), { timeout: 60_000 });
  expect(handedOut).toEqual(runIds);
  const beats = Math.ceil((performance.now() - startedAt) / INTERVAL_MS);
  // The first read began before the first event, and the last one waits for more.
  expect(wait.mock.calls.length).toBeLessThanOrEqual(beats + 2);
  await hub.close();
});
