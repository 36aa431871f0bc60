import type { EventReader } from '@feedflow/shared/redis/event-stream';
import { streamsKey } from '../access/client-key.ts';
import type { RoutesOf } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';
import type { EventHub } from '../stream/event-hub.ts';
import { follow } from '../stream/follow.ts';
import { openSse, type SseClient } from '../stream/sse.ts';
import { createStreamSlots } from '../stream/stream-slots.ts';

const HEARTBEAT_MS = 15_000;

export interface StreamDeps {
  runs: Runs;
  hub: EventHub;
  reader: EventReader;
}

/** The streams that clients have open at this process. */
export interface OpenStreams {
  count(): number;
  /** Ends all of them. */
  end(): void;
}

/** GET /api/import-logs/stream: a snapshot, then every run and batch event, of one run with ?runId. */
export function streamRoutes(
  deps: StreamDeps,
  options: { maxStreams: number; maxStreamsPerClient: number },
): { routes: RoutesOf<'followRuns'>; streams: OpenStreams } {
  const clients = new Set<SseClient>();
  const slots = createStreamSlots(options);

  const routes: RoutesOf<'followRuns'> = {
    followRuns: {
      tag: 'Runs',
      access: 'read',
      summary: 'Runs as they happen, as server-sent events',
      description:
        'Opens with `snapshot` (a page of runs, or with runId that run), continues with `run` and `batch` events, at most four a second for each run, and sends a comment every 15 s. A client that reconnects with Last-Event-ID gets the events it missed, or `reset` and a new snapshot if these are gone. An event says that something changed: read the current state from the other routes.',
      response: { description: 'A stream of events.' },
      errors: ['run-unknown', 'too-many-clients'],
      handle: async ({ query: { runId }, ctx }) => {
        const release = slots.take(streamsKey(ctx));
        try {
          // Checked before the stream opens, so that an unknown run is a 404.
          if (runId) await deps.runs.mustExist(runId);
        } catch (error) {
          release();
          throw error;
        }
        // The stream of a client that has disconnected meanwhile would never be closed.
        if (ctx.res.closed) return release();
        const client = openSse(ctx, { heartbeatMs: HEARTBEAT_MS });
        clients.add(client);
        client.onClose(() => {
          clients.delete(client);
          release();
        });
        void follow(deps, client, { runId, lastEventId: ctx.get('Last-Event-ID') }).catch(() => client.end());
      },
    },
  };
  const streams: OpenStreams = {
    count: () => clients.size,
    end: () => {
      for (const client of clients) client.end();
    },
  };
  return { routes, streams };
}
