import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewRunEvent } from '@feedflow/shared/redis/event-stream';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { residentMb } from '../../bench/process-usage.ts';
import { type FaultStack, startFaultStack, waitFor } from './fault-stack.ts';
import { watchLiveMemory } from './live-memory.ts';
import { hasNginx, startNginx } from './nginx.ts';
import { createChance, reportFigures } from './seed.ts';
import { openManySse, openSse, openUnread, readToEnd, type SseEvent } from './sse-clients.ts';
import { startTcpProxy } from './tcp-proxy.ts';

// The API as a process of its own, with as many clients as it accepts, and with misbehaving ones.
const STREAM = '/api/import-logs/stream';
let stack: FaultStack;
beforeAll(async () => {
  stack = await startFaultStack({
    env: { API_RATE_LIMIT_PER_MINUTE: '1000000', API_STREAMS_PER_CLIENT: '100000' },
  });
});
afterAll(() => stack.close());

/** The start of a run: an event that is always sent. */
const started = (index: number): NewRunEvent => ({
  type: 'run.started',
  runId: index.toString(16).padStart(24, '0'),
  sourceName: `board ${index} ${'x'.repeat(80)}`,
  trigger: 'manual',
  attempt: 1,
});

/** Events between two measurements, each of which collects the garbage. */
const MEASURED_EVERY = 10_000;

const rounded = (value: number) => Math.round(value * 10) / 10;

test('a thousand clients get an event immediately from one connection to Redis; the next client is refused', async () => {
  const chance = createChance();
  const api = await stack.startReady('api');
  const before = await residentMb(api.pid);
  const clients = await openManySse(1_000, () => openSse(api.url + STREAM));
  const opened = clients.filter(({ status }) => status === 200);
  expect(opened).toHaveLength(1_000);
  await waitFor('each to have its snapshot', 120_000, async () => clients.every((one) => one.events === 1));
  const memory = (await residentMb(api.pid)) - before;

  const refused = await openSse(api.url + STREAM);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  const list = String(await stack.redis.client('LIST')).split('\n');
  expect(list.filter((line) => line.includes('name=feedflow-api-events'))).toHaveLength(1);

  const publishedAt = performance.now();
  await stack.events.publish(started(chance.whole(1, 1_000)));
  await waitFor('each to have the event', 10_000, async () => clients.every((one) => one.events === 2));
  const ms = Math.round(performance.now() - publishedAt);
  // Their slots are released: another client can connect when one disconnects.
  clients[0]?.close();
  await waitFor('a slot to be free', 5_000, async () => {
    const next = await openSse(api.url + STREAM);
    clients.push(next);
    return next.status === 200;
  });
  reportFigures('1,000 streams', chance.seed, {
    msToAll: ms,
    megabytesMore: rounded(memory),
    kilobytesPerClient: rounded((memory * 1_024) / 1_000),
  });
  expect(memory).toBeLessThan(200);
  for (const client of clients) client.close();
  await api.stop(10_000);
});

test('a client that never reads is dropped while 100,000 events pass; the others get all of them, and memory stays flat', async () => {
  const port = await getPort();
  const api = await stack.startReady('api', { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` });
  const memory = await watchLiveMemory(port);
  const delaysMs: number[] = [];
  const seen: string[] = [];
  const reader = await openSse(api.url + STREAM, {
    onEvent: ({ event, data }: SseEvent) => {
      if (event !== 'run') return;
      const { runId, at } = JSON.parse(data);
      seen.push(runId);
      delaysMs.push(Date.now() - Date.parse(at));
    },
  });
  let sent = 0;
  /** Publishes events as fast as the reader takes them. @returns the most memory that was in use meanwhile */
  async function flood(count: number): Promise<number> {
    let peak = 0;
    for (const end = sent + count; sent < end; sent += 1_000) {
      await Promise.all(Array.from({ length: 1_000 }, (_, at) => stack.events.publish(started(sent + at))));
      // The stream in Redis keeps 10,000 events: a client that is further behind starts again, which another test
      // covers.
      await waitFor('the reader to keep up', 120_000, async () => seen.length > sent - 4_000);
      if ((sent + 1_000) % MEASURED_EVERY === 0) peak = Math.max(peak, await memory.megabytes());
    }
    return peak;
  }

  // What such a flood takes without a client that does not read.
  const alone = await flood(40_000);
  const unread = await Promise.all([1, 2, 3].map(() => openUnread(api.url, STREAM)));
  const early = await flood(50_000);
  const late = await flood(50_000);
  await waitFor('the reader to have all', 120_000, async () => seen.length >= sent);
  expect(seen).toEqual(Array.from({ length: sent }, (_, at) => started(at).runId));
  // A client that does not read cannot notice the end: first it gets what the operating system buffered.
  const leftBytes = await Promise.all(unread.map(readToEnd));
  delaysMs.sort((a, b) => a - b);
  reportFigures('clients that never read', 0, {
    megabytesHeldBySystem: leftBytes.map((bytes) => rounded(bytes / 1_048_576)),
    megabytes: rounded(alone),
    megabytesMore: rounded(early - alone),
    megabytesMoreLater: rounded(late - early),
    delayMs: { p50: delaysMs[sent / 2], p99: delaysMs[sent * 0.99], max: delaysMs.at(-1) },
  });
  expect(early - alone).toBeLessThan(10);
  // What they take does not depend on how many events pass.
  expect(late - early).toBeLessThan(5);
  memory.close();
  reader.close();
  await api.stop(10_000);
});

test('the API stops in time with 200 streams, a slow request and an endless one: it responds to the slow one, and the clients continue at another API', async () => {
  const mongo = await startTcpProxy(stack.mongod.port);
  const first = await stack.startReady('api', {
    MONGODB_URI: `mongodb://127.0.0.1:${mongo.port}/feedflow?directConnection=true`,
    SHUTDOWN_TIMEOUT_MS: '8000',
  });
  const second = await stack.startReady('api');
  const clients = await openManySse(200, () => openSse(first.url + STREAM));
  await waitFor('each to have its snapshot', 120_000, async () => clients.every((one) => one.events === 1));
  mongo.delay(400);
  const slow = fetch(`${first.url}/api/sources`);
  const endless = request(`${first.url}/api/import/run`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Length': 1_000 },
  });
  endless.on('error', () => undefined);
  endless.write('{');
  await sleep(200);

  const stoppedAt = performance.now();
  process.kill(first.pid, 'SIGTERM');
  const results = await Promise.all([
    slow.then((response) => response.status),
    ...clients.map((client) => client.closed),
  ]);
  expect(results[0]).toBe(200);
  await stack.events.publish(started(7));
  const names: string[][] = clients.map(() => []);
  const again = await openManySse(clients.length, (index) =>
    openSse(second.url + STREAM, {
      lastEventId: clients[index]?.lastId ?? '',
      onEvent: ({ event }) => names[index]?.push(event),
    }),
  );
  await waitFor('each to continue', 10_000, async () => again.every((one) => one.events >= 1));
  expect(names).toEqual(clients.map(() => ['run']));
  const { code } = await first.exited;
  const ms = Math.round(performance.now() - stoppedAt);
  expect(code).toBe(0);
  expect(ms).toBeLessThan(8_000);
  reportFigures('SIGTERM with 200 streams', 0, { exitMs: ms });
  for (const client of again) client.close();
  await second.stop(10_000);
  await mongo.close();
});

test('the rate limit accepts its number of ten thousand requests from one address, and health checks always succeed', async () => {
  const api = await stack.startReady('api', { API_RATE_LIMIT_PER_MINUTE: '1000' });
  const counts: Record<string, number> = {};
  const count = async (path: string) => {
    const response = await fetch(api.url + path);
    await response.body?.cancel();
    const key = `${path} ${response.status}`;
    counts[key] = (counts[key] ?? 0) + 1;
  };
  const startedAt = performance.now();
  for (let sent = 0; sent < 10_000; sent += 100) {
    const some = Array.from({ length: 100 }, () => count('/api/sources'));
    await Promise.all([...some, count('/health/live')]);
  }
  const ms = Math.round(performance.now() - startedAt);
  reportFigures('10,000 requests', 0, { ms, counts });
  expect(counts).toEqual({ '/api/sources 200': 1_000, '/api/sources 429': 9_000, '/health/live 200': 100 });
  await api.stop(10_000);
});

const withNginx = hasNginx();
if (!withNginx)
  process.stdout.write(
    'fault: nginx is not on the PATH: streams through it are not tested (apt-get install nginx-light)\n',
  );

test.skipIf(!withNginx)(
  'events arrive immediately through nginx with its default settings, and a quiet stream outlives its timeout',
  async () => {
    const api = await stack.startReady('api');
    // Less than nginx's own 60 s, and more than the 15 s between heartbeats.
    const nginx = await startNginx(api.url, { readTimeoutSeconds: 18 });
    const delaysMs: number[] = [];
    const stream = await openSse(nginx.url + STREAM, {
      onEvent: ({ event, data }) => {
        if (event === 'run') delaysMs.push(Date.now() - Date.parse(JSON.parse(data).at));
      },
    });
    let bufferedEvents = 0;
    const buffered = openSse(`${nginx.url}/buffered${STREAM}`, { onEvent: () => void bufferedEvents++ });
    buffered.catch(() => undefined);
    let ended = false;
    void stream.closed.then(() => {
      ended = true;
    });
    await waitFor('the snapshot', 5_000, async () => stream.events === 1);
    for (let sent = 0; sent < 10; sent += 1) {
      await stack.events.publish(started(sent));
      await waitFor('the event', 5_000, async () => delaysMs.length === sent + 1);
    }
    expect(Math.max(...delaysMs)).toBeLessThan(1_000);
    // The header is the cause: no event arrives where nginx ignores it.
    expect(bufferedEvents).toBe(0);

    await sleep(22_000);
    expect(ended).toBe(false);
    await stack.events.publish(started(10));
    await waitFor('an event after the pause', 2_000, async () => delaysMs.length === 11);
    reportFigures('nginx', 0, { delayMs: { max: Math.max(...delaysMs) } });
    stream.close();
    await nginx.close();
    await api.stop(10_000);
  },
);
