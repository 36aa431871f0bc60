import type { Redis } from 'ioredis';
import { errorMessage } from '../errors.ts';
import { type RunEvent, runEvent } from '../model/run-event.ts';
import type { Clock } from '../process/clock.ts';
import type { Log } from '../process/log.ts';

/** Events kept for clients that reconnect; older ones are replaced by a fresh snapshot. */
const KEPT_EVENTS = 10_000;
/** The most events of one read. */
export const MAX_EVENTS_READ = 500;

/** One event with its place in the stream; the id is also the SSE id. */
export interface StreamedEvent {
  id: string;
  event: RunEvent;
}

/** An event as it is published: the time is added here. */
export type NewRunEvent = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'at'> : never) : never;

export interface EventPublisher {
  /**
   * Appends an event. Never throws: a live view that misses one re-reads, a batch must not fail for it.
   *
   * @returns whether Redis took it
   */
  publish(event: NewRunEvent): Promise<boolean>;
}

export function eventStreamKey(prefix: string): string {
  return `${prefix}:events`;
}

/** Appends run events to the capped Redis stream. */
export function createEventPublisher(
  deps: { redis: Redis; clock: Clock; log: Log },
  options: { prefix: string },
): EventPublisher {
  const key = eventStreamKey(options.prefix);
  let isRefused = false;
  return {
    publish: async (event) => {
      try {
        const data = JSON.stringify({ ...event, at: deps.clock().toISOString() });
        await deps.redis.xadd(key, 'MAXLEN', '~', KEPT_EVENTS, '*', 'event', data);
        isRefused = false;
        return true;
      } catch (error) {
        const facts = { reason: errorMessage(error, 200), type: event.type };
        // Once per outage: there may be hundreds of events a second.
        deps.log[isRefused ? 'debug' : 'warn'](facts, 'a live event was not published');
        isRefused = true;
        return false;
      }
    },
  };
}

export interface EventReader {
  /** The id of the newest event now; '0-0' when there is none. */
  lastId(): Promise<string>;
  /**
   * Events after `id`, oldest first.
   *
   * @returns null where `id` is not in reach (trimmed, or never given out): the caller starts from a snapshot
   */
  since(id: string): Promise<StreamedEvent[] | null>;
  /** Waits up to `blockMs` for events after `id`. Uses the connection alone: give it one of its own. */
  wait(id: string, blockMs: number): Promise<EventsRead>;
}

/** What one read of the stream returned. */
export interface EventsRead {
  events: StreamedEvent[];
  /** How many were read, with those of other versions, which are left out: at most MAX_EVENTS_READ. */
  count: number;
  /** Where to read on. */
  lastId: string;
}

/**
 * Reads the stream that publishers append to.
 *
 * @param deps.redis for short commands; `deps.blocking` is blocked by `wait`
 */
export function createEventReader(
  deps: { redis: Redis; blocking: Redis },
  options: { prefix: string },
): EventReader {
  const key = eventStreamKey(options.prefix);
  return {
    lastId: async () => {
      const newest = await deps.redis.xrevrange(key, '+', '-', 'COUNT', 1);
      return newest[0]?.[0] ?? '0-0';
    },
    since: async (id) => {
      const oldest = (await deps.redis.xrange(key, '-', '+', 'COUNT', 1))[0]?.[0];
      const newest = (await deps.redis.xrevrange(key, '+', '-', 'COUNT', 1))[0]?.[0];
      // Older than all that is kept: events between may be gone. Newer than all: not an id of this stream.
      if (oldest === undefined || newest === undefined) return id === '0-0' ? [] : null;
      if (compareIds(id, oldest) < 0 || compareIds(id, newest) > 0) return null;
      return toEvents(await deps.redis.xrange(key, `(${id}`, '+'));
    },
    wait: async (id, blockMs) => {
      const response = await deps.blocking.xread(
        'COUNT',
        MAX_EVENTS_READ,
        'BLOCK',
        blockMs,
        'STREAMS',
        key,
        id,
      );
      const entries = response?.[0]?.[1] ?? [];
      return { events: toEvents(entries), count: entries.length, lastId: entries.at(-1)?.[0] ?? id };
    },
  };
}

/** Whether a text can be the id of an event: Redis refuses to read on from anything else. */
export function isEventId(text: string): boolean {
  return /^\d{1,20}-\d{1,20}$/.test(text) && text.split('-').every((half) => BigInt(half) < ID_LIMIT);
}

/** The halves of an id have 64 bits. */
const ID_LIMIT = 2n ** 64n;

/** Orders stream ids: their two halves are numbers too large for a double. */
export function compareIds(a: string, b: string): number {
  const [aTime = '0', aCount = '0'] = a.split('-');
  const [bTime = '0', bCount = '0'] = b.split('-');
  const byTime = BigInt(aTime) - BigInt(bTime);
  const order = byTime === 0n ? BigInt(aCount) - BigInt(bCount) : byTime;
  return order < 0n ? -1 : order > 0n ? 1 : 0;
}

/** An event of another version of the program is passed over: the snapshot has the truth. */
function toEvents(entries: [id: string, fields: string[]][]): StreamedEvent[] {
  return entries.flatMap(([id, fields]) => {
    const event = parseEvent(fields[1] ?? '');
    return event ? [{ id, event }] : [];
  });
}

function parseEvent(json: string): RunEvent | null {
  try {
    return runEvent.parse(JSON.parse(json));
  } catch {
    return null;
  }
}
