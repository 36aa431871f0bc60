import { once } from 'node:events';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface SseEvent {
  id: string;
  event: string;
  data: string;
}

export interface SseClient {
  status: number;
  headers: IncomingHttpHeaders;
  /** The id of the last event with one, to send when it reconnects. */
  readonly lastId: string;
  readonly events: number;
  /** Resolves when the stream has ended, on either side. */
  closed: Promise<unknown>;
  close(): void;
}

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

/** Opens an event stream as a browser would, and reads it. */
export async function openSse(
  url: string,
  options: { lastEventId?: string; onEvent?: (event: SseEvent) => void } = {},
): Promise<SseClient> {
  const headers = options.lastEventId ? { 'Last-Event-ID': options.lastEventId } : {};
  const sent = request(url, { agent, headers });
  sent.end();
  const [response] = await once(sent, 'response');
  response.setEncoding('utf8');
  const state = { lastId: '', events: 0, buffered: '' };
  response.on('data', (chunk: string) => {
    const blocks = (state.buffered + chunk).split('\n\n');
    state.buffered = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parse(block);
      if (!event) continue;
      state.events += 1;
      if (event.id) state.lastId = event.id;
      options.onEvent?.(event);
    }
  });
  const closed = new Promise((resolve) => response.once('close', resolve));
  response.on('error', () => undefined);
  sent.on('error', () => undefined);
  return {
    status: response.statusCode,
    headers: response.headers,
    get lastId() {
      return state.lastId;
    },
    get events() {
      return state.events;
    },
    closed,
    close: () => sent.destroy(),
  };
}

/** Opens many streams, some at a time. */
export async function openManySse(
  count: number,
  open: (index: number) => Promise<SseClient>,
): Promise<SseClient[]> {
  const clients: SseClient[] = [];
  for (let first = 0; first < count; first += 50) {
    const some = Array.from({ length: Math.min(50, count - first) }, (_, at) => open(first + at));
    clients.push(...(await Promise.all(some)));
  }
  return clients;
}

/** A client that requests a path and never reads a byte of the response. */
export async function openUnread(baseUrl: string, path: string): Promise<Socket> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.pause();
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  return socket;
}

/** Makes a client read until the end of its connection. @returns the received bytes @throws Error after 20 s */
export async function readToEnd(socket: Socket): Promise<number> {
  const timer = setTimeout(() => socket.destroy(new Error('it is still connected')), 20_000);
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const errors: Error[] = [];
  socket.on('error', (error) => errors.push(error));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  await closed;
  clearTimeout(timer);
  const [firstError] = errors;
  if (firstError && !('code' in firstError)) throw firstError;
  return bytes;
}

/** A comment, such as a heartbeat, is no event. */
function parse(block: string): SseEvent | null {
  const event: SseEvent = { id: '', event: 'message', data: '' };
  let hasData = false;
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^(id|event|data): ?(.*)$/s.exec(line) ?? [];
    if (field === 'data') {
      event.data += value;
      hasData = true;
    } else if (field === 'id') event.id = value;
    else if (field === 'event') event.event = value;
  }
  return hasData ? event : null;
}
