import { createSandbox, type Sandbox } from '@feedflow/infra/testing/suite/sandbox';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../src/process/clock.ts';
import {
  compareIds,
  createEventPublisher,
  createEventReader,
  eventStreamKey,
  isEventId,
} from '../src/redis/event-stream.ts';

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

const event = (runId: string) => ({
  type: 'run.started' as const,
  runId,
  sourceName: 'a',
  trigger: 'manual' as const,
  attempt: 1,
});

function openStream(name: string) {
  const prefix = `${sandbox.redisPrefix}-${name}`;
  return {
    key: eventStreamKey(prefix),
    publisher: createEventPublisher(
      { redis, clock: systemClock, log: pino({ level: 'silent' }) },
      { prefix },
    ),
    reader: createEventReader({ redis, blocking }, { prefix }),
  };
}

test('a reader that comes back gets just the events it missed, in order', async () => {
  const { publisher, reader } = openStream('resume');
  await publisher.publish(event('1'));
  const seen = await reader.lastId();
  for (const runId of ['2', '3', '4']) await publisher.publish(event(runId));
  const missed = await reader.since(seen);
  expect(missed?.map((one) => one.event.runId)).toEqual(['2', '3', '4']);
  expect(await reader.since(await reader.lastId())).toEqual([]);
});

test('waiting returns what is published meanwhile', async () => {
  const { publisher, reader } = openStream('wait');
  const waiting = reader.wait(await reader.lastId(), 10_000);
  await publisher.publish(event('live'));
  const { events, count, lastId } = await waiting;
  expect(events.map((one) => one.event.runId)).toEqual(['live']);
  expect([count, lastId]).toEqual([1, await reader.lastId()]);
});

test('an id that was trimmed, or never given out, is out of reach', async () => {
  const { key, publisher, reader } = openStream('trim');
  expect(await reader.since('0-0')).toEqual([]);
  expect(await reader.since('5-0')).toBeNull();
  await publisher.publish(event('1'));
  const first = await reader.lastId();
  await publisher.publish(event('2'));
  await redis.xtrim(key, 'MAXLEN', 1);
  expect(await reader.since(first)).toBeNull();
  expect(await reader.since('99999999999999-0')).toBeNull();
});

test('an event of another version is passed over', async () => {
  const { key, publisher, reader } = openStream('versions');
  const start = await reader.lastId();
  await publisher.publish(event('1'));
  await redis.xadd(key, '*', 'event', JSON.stringify({ type: 'run.teleported', runId: 'x' }));
  await publisher.publish(event('2'));
  await redis.xadd(key, '*', 'event', 'not json');
  const { events, count, lastId } = await reader.wait(start, 1_000);
  expect(events.map((one) => one.event.runId)).toEqual(['1', '2']);
  // It is not read again.
  expect([count, lastId]).toEqual([4, await reader.lastId()]);
  expect(await reader.wait(lastId, 1)).toEqual({ events: [], count: 0, lastId });
});

test('publishing to a Redis that has stopped is not an error', async () => {
  const gone = redis.duplicate({ lazyConnect: true, enableOfflineQueue: false });
  gone.disconnect();
  const publisher = createEventPublisher(
    { redis: gone, clock: systemClock, log: pino({ level: 'silent' }) },
    { prefix: 'x' },
  );
  await expect(publisher.publish(event('1'))).resolves.toBe(false);
});

test.each([
  ['1-0', '2-0', -1],
  ['10-0', '9-0', 1],
  ['5-1', '5-10', -1],
  ['5-1', '5-1', 0],
  ['99999999999999999999-0', '99999999999999999998-9', 1],
])('ids are ordered as numbers: %s and %s', (a, b, order) => {
  expect(compareIds(a, b)).toBe(order);
});

test.each([
  ['1700000000000-3', true],
  ['-1', false],
  ['1', false],
  ['a-b', false],
  [`${'9'.repeat(1_000_000)}-0`, false],
  ['1-0\r\ndata: x', false],
  ['1-18446744073709551615', true],
  // Redis refuses it, and a client would connect again and again without any event.
  ['1-18446744073709551616', false],
])('only what looks like an id is one', (text, is) => {
  expect(isEventId(text)).toBe(is);
});
