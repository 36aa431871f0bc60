import type { RunEvent, StreamEventName } from '@feedflow/shared/model/run-event';
import {
  compareIds,
  type EventReader,
  isEventId,
  type StreamedEvent,
} from '@feedflow/shared/redis/event-stream';
import type { Runs } from '../runs/runs.ts';
import type { EventHub } from './event-hub.ts';
import { MAX_WAITING_EVENTS, type SseClient } from './sse.ts';
import { thin } from './thin.ts';

const SNAPSHOT_RUNS = 50;

const STREAM_NAMES: Record<RunEvent['type'], StreamEventName> = {
  'run.started': 'run',
  'run.progress': 'run',
  'batch.finished': 'batch',
  'run.finished': 'run',
};

/**
 * Sends a client what it missed, or a snapshot if it is new or was disconnected too long, and every event from
 * then on. Live events are held back until what came before them is sent: nothing is lost, or sent twice.
 *
 * @param options.runId only events of this run
 */
export async function follow(
  deps: { runs: Runs; hub: EventHub; reader: EventReader },
  client: SseClient,
  options: { runId: string | undefined; lastEventId: string },
): Promise<void> {
  const { runs, hub } = deps;
  const { runId, lastEventId } = options;
  const held: StreamedEvent[] = [];
  let sentId = '0-0';
  const send = (event: StreamedEvent): void => {
    if (compareIds(event.id, sentId) <= 0) return;
    sentId = event.id;
    if (!runId || event.event.runId === runId) sendEvent(client, event);
  };
  let deliver = (event: StreamedEvent): void => void held.push(event);
  client.onClose(hub.subscribe((event) => deliver(event)));

  const missed = await missedSince(deps.reader, lastEventId);
  if (missed) {
    for (const event of missed) send(event);
  } else {
    // Read before the snapshot: what happens meanwhile is sent again rather than left out.
    sentId = hub.lastId;
    if (lastEventId) client.send({ event: 'reset' satisfies StreamEventName, data: {} });
    const snapshot = runId ? await runs.get(runId) : await runs.list({ limit: SNAPSHOT_RUNS });
    client.send({ id: sentId, event: 'snapshot' satisfies StreamEventName, data: snapshot });
  }
  for (const event of held) send(event);
  deliver = send;
}

/** The events after an id, thinned; null where they are not in reach, or more than a client is sent at once. */
async function missedSince(reader: EventReader, lastEventId: string): Promise<StreamedEvent[] | null> {
  if (!isEventId(lastEventId)) return null;
  const since = await reader.since(lastEventId);
  const missed = since && thin(since);
  return missed && missed.length < MAX_WAITING_EVENTS / 2 ? missed : null;
}

function sendEvent(client: SseClient, { id, event }: StreamedEvent): void {
  client.send({ id, event: STREAM_NAMES[event.type], data: event });
}
