import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/process/log';
import { type EventReader, MAX_EVENTS_READ, type StreamedEvent } from '@feedflow/shared/redis/event-stream';
import { createThinner, INTERVAL_MS } from './thin.ts';

const BLOCK_MS = 5_000;
const RETRY_MS = 1_000;

export interface EventHub {
  /** The id of the last event handed out. */
  readonly lastId: string;
  /** Hands each event from now on to `listener`; returns how to stop that. */
  subscribe(listener: (event: StreamedEvent) => void): () => void;
  close(): Promise<void>;
}

/** The one blocking reader of a process, whatever the number of clients. It hands events on thinned. */
export async function startEventHub(deps: { reader: EventReader; log: Log }): Promise<EventHub> {
  const listeners = new Set<(event: StreamedEvent) => void>();
  let readId = await deps.reader.lastId();
  let lastId = readId;
  let closing = false;
  const thinner = createThinner((event) => {
    lastId = event.id;
    for (const listener of listeners) listener(event);
  });

  async function readOn(): Promise<void> {
    while (!closing) {
      try {
        const { events, count, lastId: next } = await deps.reader.wait(readId, BLOCK_MS);
        readId = next;
        for (const event of events) thinner.push(event);
        // The thinner would hold back what comes next: one read at its next beat fetches all of it.
        if (count > 0 && count < MAX_EVENTS_READ) await sleep(INTERVAL_MS, undefined, { ref: false });
      } catch (error) {
        if (closing) return;
        deps.log.warn({ reason: errorMessage(error) }, 'live events cannot be read');
        await sleep(RETRY_MS);
      }
    }
  }

  const reading = readOn();
  return {
    get lastId() {
      return lastId;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closing = true;
      thinner.close();
      listeners.clear();
      await Promise.race([reading, sleep(100)]);
    },
  };
}
