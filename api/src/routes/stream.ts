import { FeedflowError } from '@feedflow/shared/errors';
import { type EventReader, isEventId, type StreamedEvent } from '@feedflow/shared/redis/event-stream';
import type { StreamEventName } from '@feedflow/shared/run-event';
import type Router from '@koa/router';
import { z } from 'zod';
import type { Runs } from '../runs.ts';
import type { EventHub } from '../stream/event-hub.ts';
import { openSse, type SseClient } from '../stream/sse.ts';
import { runId, validate } from '../validate.ts';

const query = z.strictObject({ runId: runId.optional() });
const HEARTBEAT_MS = 15_000;
const SNAPSHOT_RUNS = 50;
const MAX_CLIENTS = 1_000;

export interface StreamDeps {
  runs: Runs;
  hub: EventHub;
  reader: EventReader;
}

/**
 * GET /api/import-logs/stream: a snapshot, then every run and batch event, of one run with ?runId. A client
 * that comes back with Last-Event-ID gets what it missed, or a `reset` and a new snapshot where that is gone.
 *
 * @returns how to end all streams
 */
export function streamRoutes(router: Router, deps: StreamDeps): () => void {
  const clients = new Set<SseClient>();

  router.get('/api/import-logs/stream', async (ctx) => {
    const { runId: wanted } = validate(query, { ...ctx.query });
    if (clients.size >= MAX_CLIENTS) {
      throw new FeedflowError(
        'too-many-clients',
        `${MAX_CLIENTS} clients are streaming already; try again later`,
      );
    }
    // Asked for before the stream opens, so that an unknown run is a 404.
    if (wanted) await deps.runs.get(wanted);
    const client = openSse(ctx, { heartbeatMs: HEARTBEAT_MS });
    clients.add(client);
    client.onClose(() => clients.delete(client));
    void follow(client, wanted, ctx.get('Last-Event-ID')).catch(() => client.end());
  });

  /** Live events are held back until what came before them is sent: nothing is lost in between, or sent twice. */
  async function follow(client: SseClient, wanted: string | undefined, lastEventId: string): Promise<void> {
    const held: StreamedEvent[] = [];
    let deliver = (event: StreamedEvent): void => {
      held.push(event);
    };
    const unsubscribe = deps.hub.subscribe((event) => {
      if (!wanted || event.event.runId === wanted) deliver(event);
    });
    client.onClose(unsubscribe);
    let sentId = deps.hub.lastId;
    const missed = lastEventId && isEventId(lastEventId) ? await deps.reader.since(lastEventId) : null;
    if (missed) {
      for (const event of missed) {
        if (!wanted || event.event.runId === wanted) sendEvent(client, event);
        sentId = event.id;
      }
    } else {
      if (lastEventId) client.send({ event: 'reset' satisfies StreamEventName, data: {} });
      const snapshot = wanted ? await deps.runs.get(wanted) : await deps.runs.list({ limit: SNAPSHOT_RUNS });
      client.send({ id: sentId, event: 'snapshot' satisfies StreamEventName, data: snapshot });
    }
    const already = new Set(missed?.map((event) => event.id));
    for (const event of held) if (!already.has(event.id)) sendEvent(client, event);
    deliver = (event) => sendEvent(client, event);
  }

  return () => {
    for (const client of clients) client.end();
  };
}

function sendEvent(client: SseClient, { id, event }: StreamedEvent): void {
  const name: StreamEventName = event.type === 'batch.finished' ? 'batch' : 'run';
  client.send({ id, event: name, data: event });
}
