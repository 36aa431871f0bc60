import type { StreamEventName } from '@feedflow/shared/model/run-event';

/** How current the page is. `polling`: no event stream, but regular reads succeed. */
export type LiveStatus = 'off' | 'connecting' | 'live' | 'reconnecting' | 'polling' | 'stale' | 'paused';

export interface LiveState {
  status: LiveStatus;
  /** When the stream or a poll last delivered data, in milliseconds since 1970; null before the first. */
  lastContactMs: number | null;
}

export interface LiveOptions {
  /** Address of the event stream. */
  url: string;
  openStream: (url: string) => EventSource;
  /** One message: the SSE event's name and its data. */
  onMessage: (name: string, data: string) => void;
  onState: (state: LiveState) => void;
  /** Reads all shown data again, used without a stream. Rejects on failure. */
  poll: () => Promise<unknown>;
  /** Acquires a stream slot: a function that releases it, or null if all are in use. A failure counts as null. */
  takeSlot?: () => Promise<ReleaseSlot | null>;
  now?: () => number;
  delays?: Delays;
}

export type ReleaseSlot = () => void;

export interface Delays {
  /** Before the first retry; doubled with each further failure. */
  firstMs: number;
  longestMs: number;
  /** Between polls that succeed. */
  pollMs: number;
}

export interface LiveConnection {
  /** Closes the stream and stops polling; `resume` opens it again (a stream starts with a snapshot). */
  pause(): void;
  resume(): void;
  close(): void;
}

const STREAM_EVENTS: Record<StreamEventName, true> = { snapshot: true, reset: true, run: true, batch: true };
const FAILURES_BEFORE_POLLING = 3;
const DELAYS: Delays = { firstMs: 1_000, longestMs: 30_000, pollMs: 5_000 };

/**
 * Keeps one event stream open. If the connection breaks, the browser reconnects itself, with Last-Event-ID. If the
 * server responded with an error, the browser gives up and the stream is opened again after a growing delay. After
 * repeated failures each delay is followed by one poll, which never overlaps the previous one. While no stream slot
 * is free, there are only polls.
 */
export function openLiveConnection(options: LiveOptions): LiveConnection {
  const now = options.now ?? Date.now;
  const delays = options.delays ?? DELAYS;
  const takeSlot = options.takeSlot ?? (async () => () => undefined);
  let stream: EventSource | undefined;
  let releaseSlot: ReleaseSlot | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let lastContactMs: number | null = null;
  /** Changes at each pause, so that results of earlier requests are ignored. */
  let generation = 0;
  let active = true;

  const report = (status: LiveStatus) => options.onState({ status, lastContactMs });
  const contact = () => {
    lastContactMs = now();
    failures = 0;
  };
  const start = async () => {
    const current = generation;
    const slot = releaseSlot ?? (await takeSlot().catch(() => null));
    if (current !== generation) return slot?.();
    if (!slot) return pollInstead();
    releaseSlot = slot;
    open();
  };
  const open = () => {
    const current = options.openStream(options.url);
    stream = current;
    current.onopen = () => {
      contact();
      report('live');
    };
    for (const name of Object.keys(STREAM_EVENTS)) {
      current.addEventListener(name, (message: MessageEvent<string>) => {
        contact();
        options.onMessage(name, message.data);
      });
    }
    current.onerror = () => {
      if (current !== stream) return;
      failures += 1;
      // The browser would retry an unreachable server indefinitely without reporting it.
      if (failures < FAILURES_BEFORE_POLLING) report('reconnecting');
      else current.close();
      if (current.readyState === current.CLOSED) void retry();
    };
  };
  const retry = async () => {
    if (failures < FAILURES_BEFORE_POLLING) wait(backoffMs());
    else await pollInstead();
  };
  const pollInstead = async () => {
    const current = generation;
    const polled = await options.poll().then(
      () => true,
      () => false,
    );
    if (current !== generation) return;
    if (polled) lastContactMs = now();
    report(polled ? 'polling' : 'stale');
    wait(polled ? delays.pollMs : backoffMs());
  };
  const backoffMs = () => Math.min(delays.firstMs * 2 ** Math.max(failures - 1, 0), delays.longestMs);
  const wait = (ms: number) => {
    timer = setTimeout(() => void start(), ms);
  };
  const shut = () => {
    active = false;
    generation += 1;
    clearTimeout(timer);
    stream?.close();
    stream = undefined;
    releaseSlot?.();
    releaseSlot = undefined;
  };

  report('connecting');
  void start();
  return {
    pause() {
      if (!active) return;
      shut();
      report('paused');
    },
    resume() {
      if (active) return;
      active = true;
      failures = 0;
      report('connecting');
      void start();
    },
    close: shut,
  };
}
