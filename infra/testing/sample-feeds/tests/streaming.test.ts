import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { residentMb } from '../../../bench/process-usage.ts';
import { planFeed } from '../plan/feed-plan.ts';
import { sendPlan } from '../send-feed.ts';

const MB = 1024 * 1024;

it('a feed of 200,000 records is streamed in a fraction of its size in memory', async () => {
  // A process of its own: what other tests leave in the heap of this one must not count. Its heap is a tenth of the
  // feed.
  const server = execa(
    process.execPath,
    ['--max-old-space-size=32', '--max-semi-space-size=2', join(import.meta.dirname, '../main.ts')],
    { env: { SAMPLE_FEEDS_PORT: '0' } },
  );
  const { value: line } = await server.iterable()[Symbol.asyncIterator]().next();
  const url = String(line).replace('Sample feeds: ', '');
  const beforeMb = await residentMb(server.pid ?? 0);
  let peakMb = 0;
  let bytes = 0;
  let records = 0;
  let tail = '';
  for await (const chunk of (await fetch(`${url}/feed?records=200000`)).body ?? []) {
    bytes += chunk.length;
    peakMb = Math.max(peakMb, await residentMb(server.pid ?? 0));
    const text = tail + Buffer.from(chunk).toString('latin1');
    records += text.split('</job>').length - 1;
    tail = text.slice(text.lastIndexOf('</job>') + '</job>'.length).slice(-5);
  }
  server.kill();
  await server.catch(() => undefined);
  expect(records).toBe(200_000);
  expect(bytes).toBeGreaterThan(340 * MB);
  expect(peakMb - beforeMb).toBeLessThan(60);
}, 60_000);

/** A server of one feed of 100,000 records that counts the written ones. */
async function countingServer() {
  const plan = planFeed({ records: 100_000 });
  const written = { records: 0 };
  const counted = {
    ...plan,
    *records() {
      for (const record of plan.records()) {
        written.records += 1;
        yield record;
      }
    },
  };
  let sent: Promise<void> = Promise.resolve();
  const server = createServer((_request, response) => {
    sent = sendPlan(response, counted);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  socket.write('GET / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n');

  // Waits until the system's buffers are full: then nothing is written for a while.
  for (let before = -1, tries = 0; written.records !== before && tries < 100; tries += 1) {
    before = written.records || -1;
    await sleep(100);
  }
  return { written, socket, server, sent: () => sent };
}

it('writing pauses for a client that does not read, until it reads again', async () => {
  const { written, socket, server, sent } = await countingServer();
  expect(written.records).toBeGreaterThan(0);
  expect(written.records).toBeLessThan(50_000);
  socket.resume();
  await sent();
  expect(written.records).toBe(100_000);
  server.close();
}, 60_000);

it('writing stops for a client that has disconnected', async () => {
  const { written, socket, server, sent } = await countingServer();
  socket.destroy();
  await sent();
  expect(written.records).toBeLessThan(50_000);
  server.close();
}, 60_000);
