import type { EventReader } from '@feedflow/shared/redis/event-stream';
import type { RoutesOf } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';
import type { EventHub } from '../stream/event-hub.ts';
import { follow } from '../stream/follow.ts';
import type { OpenStreams } from '../stream/open-streams.ts';

/** GET /api/import-logs/stream: a snapshot, then every run and batch event, of one run with ?runId. */
export function streamRoutes(deps: {
  runs: Runs;
  hub: EventHub;
  reader: EventReader;
  streams: OpenStreams;
}): RoutesOf<'followRuns'> {
  return {
    followRuns: {
      tag: 'Runs',
      access: 'read',
      summary: 'Runs as they happen, as server-sent events',
      description:
        'Opens with `snapshot` (a page of runs, or with runId that run), continues with `run` and `batch` events, at most four a second for each run, and sends a comment every 15 s. A client that reconnects with Last-Event-ID gets the events it missed, or `reset` and a new snapshot if these are gone. An event says that something changed: read the current state from the other routes.',
      response: { description: 'A stream of events.' },
      errors: ['run-unknown', 'too-many-clients'],
      handle: async ({ query: { runId }, ctx }) => {
        // Checked before the stream opens, so that an unknown run is a 404.
        const opened = await deps.streams.open(ctx, async () => {
          if (runId) await deps.runs.mustExist(runId);
        });
        if (!opened) return;
        const { client } = opened;
        void follow(deps, client, { runId, lastEventId: ctx.get('Last-Event-ID') }).catch(() => client.end());
      },
    },
  };
}
