import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangesRead } from '@feedflow/shared/mongo/jobs/changes';
import Koa from 'koa';
import { afterEach, expect, test } from 'vitest';
import { followChanges } from '../src/stream/follow-changes.ts';
import { openSse, type SseClient } from '../src/stream/sse.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

/** An event stream and a client of it that does not read yet. */
async function streamTo(
  heartbeatMs: number,
): Promise<{ sender: SseClient; socket: Socket; ended: Promise<unknown> }> {
  const app = new Koa();
  app.silent = true;
  const opened = new Promise<SseClient>((resolve) => {
    app.use((ctx) => resolve(openSse(ctx, { heartbeatMs })));
  });
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  closers.push(
    () => server.closeAllConnections(),
    () => socket.destroy(),
    () => void server.close(),
  );
  const sender = await opened;
  const ended = new Promise((resolve) => sender.onClose(() => resolve(null)));
  return { sender, socket, ended };
}

const event = { event: 'run', data: 'x'.repeat(1_000) };

test('a client that never reads is dropped before it costs memory', async () => {
  const { sender, ended } = await streamTo(60_000);
  const before = process.memoryUsage().rss;
  for (let n = 0; n < 100_000 && !sender.closed; n += 1) {
    sender.send(event);
    if (n % 500 === 0) await new Promise(setImmediate);
  }
  await ended;
  expect(sender.closed).toBe(true);
  expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
});

test('a client that has stopped reading is dropped though little is sent', async () => {
  const { sender, ended } = await streamTo(50);
  // Fills what the system keeps for the connection, and a little of ours.
  for (let n = 0; n < 20_000 && !sender.closed; n += 1) {
    if (n % 50 === 0) await new Promise(setImmediate);
    sender.send({ event: 'run', data: 'x'.repeat(2_000) });
  }
  await ended;
  expect(sender.closed).toBe(true);
});

/** Changes without end, each of 20 kB. */
function endlessChanges() {
  const read = { pages: 0 };
  const page = () => {
    read.pages += 1;
    const item = { title: 'x'.repeat(20_000) } as unknown as ChangesRead['items'][number];
    return { items: Array.from({ length: 100 }, () => item), nextCursor: String(read.pages) };
  };
  const watch = { version: 0, onceAfter: () => () => undefined };
  const follow = (sender: SseClient) =>
    followChanges({ changes: { read: async () => page() }, watch }, sender, page());
  return { read, follow };
}

test('a client that takes many changes slowly is not dropped', async () => {
  const { sender, socket } = await streamTo(500);
  const { read, follow } = endlessChanges();
  const following = follow(sender);
  // It is slower than what is sent, so that something waits for it at each heartbeat.
  socket.on('data', () => {
    socket.pause();
    setTimeout(() => socket.resume(), 4);
  });
  socket.resume();
  const ended = await Promise.race([following.then(() => 'dropped'), sleep(5_000).then(() => 'going')]);
  expect([ended, sender.closed]).toEqual(['going', false]);
  expect(read.pages).toBeGreaterThan(3);
  socket.destroy();
  await following;
});

test('changes are read no faster than the client takes them', async () => {
  const { sender, socket } = await streamTo(60_000);
  const { read, follow } = endlessChanges();
  const following = follow(sender);
  const settled = async () => {
    for (let before = -1; before !== read.pages; await sleep(300)) before = read.pages;
    return read.pages;
  };
  // What the system keeps for the connection, and one page more.
  const whilePaused = await settled();
  expect(whilePaused).toBeLessThan(20);
  socket.resume();
  await expect.poll(() => read.pages).toBeGreaterThan(whilePaused + 20);
  socket.pause();
  socket.destroy();
  await following;
  expect(sender.closed).toBe(true);
});
