import { PassThrough } from 'node:stream';
import { jsonLine } from '@feedflow/shared/json-lines';
import type { Context } from 'koa';

/** One event as sent; `id` comes back as Last-Event-ID when the client reconnects. */
export interface SseEvent {
  id?: string;
  event: string;
  data: unknown;
}

export interface SseClient {
  send(event: SseEvent): void;
  /** Resolves once nothing waits for the client, or it has disconnected. */
  drained(): Promise<void>;
  end(): void;
  readonly closed: boolean;
  onClose(listener: () => void): void;
}

/** Events that may wait for a client that does not read before it is dropped; it will reconnect and resume. */
export const MAX_WAITING_EVENTS = 500;

/**
 * Turns a request into a stream of server-sent events.
 *
 * A client that does not read is dropped: once 500 events wait for it, or when it takes none of those that
 * wait from one heartbeat to the next but one. Its memory is bounded by that, and it resumes where it was.
 *
 * @param options.heartbeatMs how often a comment is sent, so that proxies keep the connection open
 */
export function openSse(ctx: Context, options: { heartbeatMs: number }): SseClient {
  const stream = new PassThrough();
  let closed = false;
  let waiting = 0;
  let hasTaken = false;
  let wasStuck = false;
  let whenDrained: (() => void)[] = [];

  function drained(): void {
    for (const resolve of whenDrained) resolve();
    whenDrained = [];
  }

  function write(text: string): void {
    waiting += 1;
    stream.write(text, () => {
      waiting -= 1;
      hasTaken = true;
      if (waiting === 0) drained();
    });
  }

  const heartbeat = setInterval(() => {
    // One that is slow has something waiting all the time.
    const isStuck = waiting > 0 && !hasTaken;
    if (isStuck && wasStuck) return ctx.res.destroy();
    wasStuck = isStuck;
    hasTaken = false;
    write(': \n\n');
  }, options.heartbeatMs);
  heartbeat.unref();

  const close = () => {
    closed = true;
    clearInterval(heartbeat);
    drained();
  };
  stream.once('close', close);
  ctx.res.once('close', close);
  ctx.req.socket.setTimeout(0);
  ctx.req.socket.setNoDelay(true);
  ctx.req.socket.setKeepAlive(true);
  ctx.status = 200;
  ctx.set({
    // Some readers take a text without a charset for Latin-1.
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    Connection: 'keep-alive',
    // nginx would hold events back.
    'X-Accel-Buffering': 'no',
  });
  ctx.body = stream;
  write(': ok\n\n');

  return {
    send: (event) => {
      if (closed) return;
      if (waiting > MAX_WAITING_EVENTS) ctx.res.destroy();
      else write(eventText(event));
    },
    drained: () =>
      new Promise((resolve) => {
        if (closed || waiting === 0) resolve();
        else whenDrained.push(resolve);
      }),
    end: () => {
      if (!closed) stream.end();
    },
    get closed() {
      return closed;
    },
    onClose: (listener) => {
      ctx.res.once('close', listener);
    },
  };
}

/**
 * The data is one line, also for readers that know more line breaks than the standard. The id is behind it: some readers
 * take an id at once, and would continue behind an event of which the connection broke off before its data.
 */
function eventText({ id, event, data }: SseEvent): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `event: ${event}\ndata: ${jsonLine(data)}\n${idLine}\n`;
}
