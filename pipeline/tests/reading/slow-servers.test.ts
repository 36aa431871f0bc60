import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readFeed } from '../../src/import/read-feed.ts';
import { FEED, failureOf, item, readAll, serve, serveBody, testFetcher } from '../support/feed-server.ts';
import { modified, outcomesOf } from '../support/outcomes.ts';

describe('a slow server fails', () => {
  /** A server that speaks TCP only, as the test wants it to. */
  async function serveSocket(onSocket: (socket: Socket) => void): Promise<string> {
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      open.add(socket);
      socket.on('error', () => {});
      onSocket(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      for (const socket of open) socket.destroy();
      server.close();
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const drip = (socket: Socket, start: string, drop: string): void => {
    socket.write(start);
    const timer = setInterval(() => socket.write(drop), 30);
    socket.on('close', () => clearInterval(timer));
  };

  test.each<[string, string, (socket: Socket) => void, object]>([
    ['that never responds', 'http', () => {}, { timeoutMs: 300 }],
    ['whose TLS handshake stalls', 'https', () => {}, { timeoutMs: 300 }],
    [
      'whose headers never end',
      'http',
      (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nX-Slow: ', 'x'),
      { totalTimeoutMs: 500 },
    ],
    [
      'that falls silent in the body',
      'http',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\n\r\n${FEED.slice(0, 100)}`),
      { timeoutMs: 300 },
    ],
    [
      'that sends byte by byte',
      'http',
      (socket) => drip(socket, `HTTP/1.1 200 OK\r\n\r\n${FEED.slice(0, 60)}`, ' '),
      { totalTimeoutMs: 500 },
    ],
  ])('%s', async (_name, scheme, onSocket, limits) => {
    const address = await serveSocket(onSocket);
    const other = await serveBody(FEED);
    const fetcher = testFetcher(limits);
    const slow = failureOf(readAll(`${scheme}://${address}/`, {}, fetcher));
    // Meanwhile others are read as ever.
    expect((await readAll(other, {}, fetcher)).outcomes).toHaveLength(3);
    expect(await slow).toMatchObject({ code: 'feed-timeout' });
  });

  test('below the minimum speed, with the measured speed', async () => {
    const address = await serveSocket((socket) => {
      drip(socket, `HTTP/1.1 200 OK\r\n\r\n${FEED.slice(0, 60)}`, ' ');
    });
    const fetcher = testFetcher({ minBytesPerSecond: 1_000, speedWindowMs: 300 });
    const failure = await failureOf(readAll(`http://${address}/`, {}, fetcher));
    expect(failure).toMatchObject({ code: 'feed-too-slow', details: { minBytesPerSecond: 1_000 } });
    // A byte each 30 ms, and 60 at first.
    expect(Number(/at (\d+) bytes per second/.exec(failure?.message ?? '')?.[1])).toBeLessThan(500);
  });

  test.each<[string, (socket: Socket) => void]>([
    [
      'a small feed that comes in two pieces',
      (socket) => {
        socket.write(`HTTP/1.1 200 OK\r\n\r\n${FEED.slice(0, 60)}`);
        setTimeout(() => socket.end(FEED.slice(60)), 400);
      },
    ],
    [
      'a feed whose first byte takes long',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        setTimeout(() => socket.write(FEED.slice(0, 100)), 900);
        setTimeout(() => socket.end(FEED.slice(100)), 1_250);
      },
    ],
  ])('but not %s, whatever the least speed', async (_name, onSocket) => {
    const address = await serveSocket(onSocket);
    const fetcher = testFetcher({ minBytesPerSecond: 1_000_000, speedWindowMs: 600 });
    expect((await readAll(`http://${address}/`, {}, fetcher)).outcomes).toHaveLength(3);
  });

  test('but not for the time of our own processing', async () => {
    const url = await serveBody(`<rss><channel>${item(1).repeat(20_000)}</channel></rss>`);
    const reading = await readFeed(
      { fetcher: testFetcher({ timeoutMs: 300, totalTimeoutMs: 300 }) },
      { name: 'test', url, http: { etag: null, lastModified: null } },
    );
    let records = 0;
    for await (const batch of outcomesOf(modified(reading))) {
      if (records === 0) await new Promise((resolve) => setTimeout(resolve, 1500));
      records += batch.length;
    }
    expect(records).toBe(20_000);
  });

  test('and also if its Content-Length is wrong', async () => {
    const address = await serveSocket((socket) => {
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n${FEED}`);
    });
    expect(await failureOf(readAll(`http://${address}/`))).toMatchObject({ code: 'feed-unreachable' });
  });
});

describe('a reader that stops', () => {
  test('by its signal throws the reason of the signal, before and within the body', async () => {
    const url = await serve((_request, response) => response.write(`<rss><channel>${item(1).repeat(1000)}`));
    const source = { name: 'test', url, http: { etag: null, lastModified: null } };
    const abort = new AbortController();
    const reading = await readFeed({ fetcher: testFetcher() }, source, { signal: abort.signal });
    const reason = new Error('shutting down');
    const reads = (async () => {
      for await (const _ of outcomesOf(modified(reading))) abort.abort(reason);
    })();
    await expect(reads).rejects.toBe(reason);
    await expect(readFeed({ fetcher: testFetcher() }, source, { signal: abort.signal })).rejects.toBe(reason);
  });

  test('early releases the connection', async () => {
    let open = 0;
    const url = await serve((request, response) => {
      open++;
      request.socket.once('close', () => open--);
      const more = (): void => {
        while (!response.destroyed && response.write(item(1).repeat(100)));
        if (!response.destroyed) response.once('drain', more);
      };
      response.write('<rss><channel>');
      more();
    });
    const fetcher = testFetcher();
    const source = { name: 'test', url, http: { etag: null, lastModified: null } };
    for (let i = 0; i < 3; i++) {
      const reading = await readFeed({ fetcher }, source);
      for await (const _ of outcomesOf(modified(reading))) break;
    }
    await expect.poll(() => open).toBe(0);
  });
});
