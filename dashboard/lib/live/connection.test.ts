import { EventSource } from 'undici';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type LocalServer, startServer } from '../../tests/local-server.ts';
import { type LiveConnection, type LiveState, openLiveConnection, type ReleaseSlot } from './connection.ts';

const delays = { firstMs: 10, longestMs: 40, pollMs: 20 };

/** Follows `server` and keeps what was reported. */
function follow(
  server: LocalServer,
  poll: () => Promise<unknown> = async () => undefined,
  takeSlot?: () => Promise<ReleaseSlot | null>,
) {
  const states: LiveState['status'][] = [];
  const messages: string[] = [];
  const connection: LiveConnection = openLiveConnection({
    url: `${server.url}/stream`,
    openStream: (url) => new EventSource(url) as unknown as globalThis.EventSource,
    onMessage: (name, data) => messages.push(`${name}:${data}`),
    onState: ({ status }) => states.push(status),
    poll,
    takeSlot,
    delays,
  });
  onTestFinished(() => connection.close());
  return { connection, states, messages };
}

/** Responds like the API: a snapshot, then nothing. */
const stream = (server: { opened: number }) => (_: unknown, response: import('node:http').ServerResponse) => {
  server.opened += 1;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`retry: 10\nid: 1-0\nevent: snapshot\ndata: ${server.opened}\n\n`);
};

test('an open stream is live and passes on its events by name', async () => {
  const { states, messages } = follow(await startServer(stream({ opened: 0 })));
  await vi.waitFor(() => expect(messages).toEqual(['snapshot:1']));
  expect(states).toEqual(['connecting', 'live']);
});

test('a stream is live once open, even without events', async () => {
  const server = await startServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': heartbeat\n\n');
  });
  const { states } = follow(server);
  await vi.waitFor(() => expect(states).toContain('live'));
});

test('retries a failing server, then polls, and reopens the stream when it recovers', async () => {
  const state = { opened: 0 };
  let down = true;
  const server = await startServer((request, response) => {
    if (down) response.writeHead(502).end();
    else stream(state)(request, response);
  });
  const polled = vi.fn(async () => undefined);
  const { states, messages } = follow(server, polled);
  await vi.waitFor(() => expect(states).toContain('polling'));
  expect(states.indexOf('reconnecting')).toBeLessThan(states.indexOf('polling'));
  await vi.waitFor(() => expect(polled.mock.calls.length).toBeGreaterThan(2));
  down = false;
  await vi.waitFor(() => expect(states.at(-1)).toBe('live'));
  expect(messages).toEqual(['snapshot:1']);
});

test('polls if the slots of streams cannot be shared', async () => {
  const server = await startServer(stream({ opened: 0 }));
  const { states } = follow(server, undefined, () => Promise.reject(new Error('no locks in this document')));
  await vi.waitFor(() => expect(states).toContain('polling'));
  expect(states).not.toContain('live');
});

test('is stale if polling fails too', async () => {
  const server = await startServer((_, response) => response.writeHead(502).end());
  const { states } = follow(server, () => Promise.reject(new Error('down')));
  await vi.waitFor(() => expect(states).toContain('stale'));
});

test('reopens an interrupted stream', async () => {
  const state = { opened: 0 };
  const server = await startServer((request, response) => {
    stream(state)(request, response);
    if (state.opened === 1) response.end();
  });
  const { states, messages } = follow(server);
  await vi.waitFor(() => expect(messages).toEqual(['snapshot:1', 'snapshot:2']));
  expect(states).toContain('reconnecting');
  expect(states.at(-1)).toBe('live');
});

test('a paused connection has no stream, and resuming starts with a new snapshot', async () => {
  const state = { opened: 0 };
  let open = 0;
  const server = await startServer((request, response) => {
    open += 1;
    request.socket.once('close', () => {
      open -= 1;
    });
    stream(state)(request, response);
  });
  const { connection, states, messages } = follow(server);
  await vi.waitFor(() => expect(messages).toHaveLength(1));
  connection.pause();
  expect(states.at(-1)).toBe('paused');
  await vi.waitFor(() => expect(open).toBe(0));
  connection.resume();
  connection.resume();
  await vi.waitFor(() => expect(messages).toEqual(['snapshot:1', 'snapshot:2']));
  expect(open).toBe(1);
});

test('reports a server that stays down, and reconnects when it is back', async () => {
  const state = { opened: 0 };
  const server = await startServer(stream(state));
  const { states } = follow(server, () => fetch(`${server.url}/poll`));
  await vi.waitFor(() => expect(states).toEqual(['connecting', 'live']));
  await server.stop();
  await vi.waitFor(() => expect(states).toContain('stale'));
  expect(states).toContain('reconnecting');
  await startServer(stream(state), Number(new URL(server.url).port));
  await vi.waitFor(() => expect(states.at(-1)).toBe('live'));
});

test('polls while no slot is free, opens a stream when one is, and releases it on pause', async () => {
  const slots: ReleaseSlot[] = [];
  const releaseSlot = vi.fn();
  const polled = vi.fn(async () => undefined);
  const server = await startServer(stream({ opened: 0 }));
  const { connection, states, messages } = follow(server, polled, async () => slots.pop() ?? null);
  await vi.waitFor(() => expect(polled.mock.calls.length).toBeGreaterThan(1));
  expect(states.at(-1)).toBe('polling');
  expect(messages).toEqual([]);
  slots.push(releaseSlot);
  await vi.waitFor(() => expect(states.at(-1)).toBe('live'));
  expect(releaseSlot).not.toHaveBeenCalled();
  connection.pause();
  expect(releaseSlot).toHaveBeenCalledTimes(1);
  connection.close();
  expect(releaseSlot).toHaveBeenCalledTimes(1);
});
