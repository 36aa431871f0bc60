import { createSandbox, type Sandbox } from '@feedflow/infra/testing/suite/sandbox';
import { noCounters } from '@feedflow/shared/model/run';
import { systemClock } from '@feedflow/shared/process/clock';
import { createLog } from '@feedflow/shared/process/log';
import { createEventPublisher, createEventReader } from '@feedflow/shared/redis/event-stream';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Runs } from '../src/runs/runs.ts';
import { startEventHub } from '../src/stream/event-hub.ts';
import { follow } from '../src/stream/follow.ts';
import { MAX_WAITING_EVENTS, type SseClient } from '../src/stream/sse.ts';
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

const log = createLog('test', { level: 'silent', pretty: false });

test('what happens while a snapshot is read follows it, and nothing is sent twice', async () => {
  const options = { prefix: `${sandbox.redisPrefix}-follow` };
  const publisher = createEventPublisher({ redis, clock: systemClock, log }, options);
  const ownBlocking = redis.duplicate();
  const reader = createEventReader({ redis, blocking: ownBlocking }, options);
  const hub = await startEventHub({ reader, log });
  const publish = async (runId: string) => {
    const before = hub.lastId;
    await publisher.publish({ type: 'run.started', runId, sourceName: 'a', trigger: 'manual', attempt: 1 });
    await vi.waitFor(() => expect(hub.lastId).not.toBe(before), { timeout: 60_000 });
    return hub.lastId;
  };
  const first = await publish('before');
  let during = '';
  const runs = {
    list: async () => {
      during = await publish('during');
      return { items: [], nextCursor: null };
    },
  } as unknown as Runs;
  const sent: (string | undefined)[] = [];
  const client: SseClient = {
    send: ({ id }) => void sent.push(id),
    drained: async () => undefined,
    end: () => undefined,
    onClose: () => undefined,
    closed: false,
  };
  await follow({ runs, hub, reader }, client, { runId: undefined, lastEventId: '' });
  const after = await publish('after');
  expect(sent).toEqual([first, during, after]);
  // One that comes back gets what it missed, from the stream and from the hub, once.
  sent.length = 0;
  await follow({ runs, hub, reader }, client, { runId: undefined, lastEventId: first });
  expect(sent).toEqual([during, after]);
  // More than a client is sent at once are replaced by a reset and a snapshot.
  for (let run = 0; run < MAX_WAITING_EVENTS / 2; run += 1) {
    const event = { type: 'run.finished' as const, runId: `run-${run}`, sourceName: 'a', ...noCounters };
    await publisher.publish({ ...event, status: 'completed', durationMs: 1 });
  }
  await vi.waitFor(async () => expect(hub.lastId).toBe(await reader.lastId()), { timeout: 60_000 });
  sent.length = 0;
  await follow({ runs, hub, reader }, client, { runId: undefined, lastEventId: first });
  expect(sent.slice(0, 2)).toEqual([undefined, expect.any(String)]);
  expect(sent.length).toBeLessThan(10);
  await hub.close();
  ownBlocking.disconnect();
});

test('one read fetches the events of half a second, and none is lost', async () => {
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
