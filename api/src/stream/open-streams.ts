import type { Context } from 'koa';
import { streamsKey } from '../access/client-key.ts';
import { openSse, type SseClient } from './sse.ts';
import { createStreamSlots } from './stream-slots.ts';

const HEARTBEAT_MS = 15_000;

/** The streams that clients have open at this process. */
export interface OpenStreams {
  /**
   * Opens a stream to a client.
   *
   * @param check refuses the request by what it throws: later there is no status any more
   * @returns null where the client has disconnected meanwhile
   * @throws FeedflowError 'too-many-requests', 'too-many-clients'; what `check` throws
   */
  open<T>(ctx: Context, check: () => Promise<T>): Promise<{ client: SseClient; checked: T } | null>;
  count(): number;
  /** Ends all of them. */
  end(): void;
}

export function createOpenStreams(options: { maxStreams: number; maxStreamsPerClient: number }): OpenStreams {
  const clients = new Set<SseClient>();
  const slots = createStreamSlots(options);
  return {
    open: async (ctx, check) => {
      const release = slots.take(streamsKey(ctx));
      try {
        const checked = await check();
        // The stream of a client that has disconnected meanwhile would never be closed.
        if (ctx.res.closed) {
          release();
          return null;
        }
        const client = openSse(ctx, { heartbeatMs: HEARTBEAT_MS });
        clients.add(client);
        client.onClose(() => {
          clients.delete(client);
          release();
        });
        return { client, checked };
      } catch (error) {
        release();
        throw error;
      }
    },
    count: () => clients.size,
    end: () => {
      for (const client of clients) client.end();
    },
  };
}
