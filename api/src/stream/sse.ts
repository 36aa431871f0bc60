import { createRequire } from 'node:module';
import { Transform } from 'node:stream';
import type { Context } from 'koa';

/** One event as sent; `id` comes back as Last-Event-ID when the client reconnects. */
export interface SseEvent {
  id?: string;
  event: string;
  data: unknown;
}

export interface SseClient {
  send(event: SseEvent): void;
  end(): void;
  readonly closed: boolean;
  onClose(listener: () => void): void;
}

/** The stream class of koa-sse-stream, as far as it is used here. */
interface KoaSseStream extends Transform {
  send(data: string | { id?: string; event?: string; data: string }): void;
}

const SseStream: new (ctx: Context) => KoaSseStream = createRequire(import.meta.url)(
  'koa-sse-stream/lib/sse',
);

/** What `end` was before the package overrode it. */
const endStream: () => void = Transform.prototype.end;

/** Events that may wait for a client that does not read before it is dropped; it will reconnect and resume. */
export const MAX_WAITING_EVENTS = 500;

/**
 * Turns a request into an event stream by koa-sse-stream 0.2.0, hiding what that package gets wrong: its
 * middleware logs every ping and never lets go of its timer (so only its stream class is used, with a
 * heartbeat of our own), it drops objects given as data (so data is sent as JSON text), its `end` does
 * nothing (so the stream's own is called), and it never looks whether the client reads.
 *
 * A client that does not read is dropped: once 500 events wait for it, or when anything waits from one
 * heartbeat to the next but one. Its memory is bounded by that, and it resumes where it was.
 *
 * @param options.heartbeatMs how often a comment is sent, so that proxies keep the connection open
 */
export function openSse(ctx: Context, options: { heartbeatMs: number }): SseClient {
  const stream = new SseStream(ctx);
  let closed = false;
  let wasStuck = false;
  const heartbeat = setInterval(() => {
    const isStuck = stream.writableLength > 0;
    if (isStuck && wasStuck) return ctx.res.destroy();
    wasStuck = isStuck;
    stream.send(':');
  }, options.heartbeatMs);
  heartbeat.unref();

  const close = () => {
    closed = true;
    clearInterval(heartbeat);
  };
  stream.once('close', close);
  ctx.res.once('close', close);
  ctx.status = 200;
  ctx.body = stream;

  return {
    send: ({ id, event, data }) => {
      if (closed) return;
      if (stream.writableLength > MAX_WAITING_EVENTS) {
        ctx.res.destroy();
        return;
      }
      stream.send({ id, event, data: JSON.stringify(data) });
    },
    end: () => {
      if (!closed) endStream.call(stream);
    },
    get closed() {
      return closed;
    },
    onClose: (listener) => {
      ctx.res.once('close', listener);
    },
  };
}
