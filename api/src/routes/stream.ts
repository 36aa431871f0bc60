import type { EventReader } from '@feedflow/shared/redis/event-stream';
import { streamsKey } from '../access/client-key.ts';
import type { RoutesOf } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';
import type { EventHub } from '../stream/event-hub.ts';
import { follow } from '../stream/follow.ts';
import { openSse, type SseClient } from '../stream/sse.ts';
import { createStreamPlaces } from '../stream/stream-places.ts';

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
  const places = createStreamPlaces(options);

  const routes: RoutesOf<'followRuns'> = {
    followRuns: {
      tag: 'Runs',
      access: 'read',
      summary: 'Runs as they happen, as server-sent events',
      description:
        'Opens with `snapshot` (a page of runs, or with runId that run), goes on with `run` and `batch` events, of a run at most four a second, and sends a comment every 15 s. A client that comes back with Last-Event-ID gets what it missed, or `reset` and a new snapshot where that is gone. An event says that something moved: read the truth from the other routes.',
      response: { description: 'A stream of events.' },
      errors: ['run-unknown', 'too-many-clients'],
      handle: async ({ query: { runId: wanted }, ctx }) => {
        const giveBack = places.take(streamsKey(ctx));
        try {
          // Asked for before the stream opens, so that an unknown run is a 404.
          if (wanted) await deps.runs.mustExist(wanted);
        } catch (error) {
          giveBack();
          throw error;
        }
        // The stream of a client that has gone meanwhile would never be closed.
        if (ctx.res.closed) return giveBack();
        const client = openSse(ctx, { heartbeatMs: HEARTBEAT_MS });
        clients.add(client);
        client.onClose(() => {
          clients.delete(client);
          giveBack();
        });
        void follow(deps, client, { wanted, lastEventId: ctx.get('Last-Event-ID') }).catch(() =>
          client.end(),
        );
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
