/** How current what is shown is. `polling`: no event stream, but regular reads succeed. */
export type LiveStatus = 'off' | 'connecting' | 'live' | 'reconnecting' | 'polling' | 'stale' | 'paused';

export interface LiveState {
  status: LiveStatus;
  /** When the stream or a poll last gave something, in milliseconds since 1970; null before the first. */
  lastContactMs: number | null;
}

export interface LiveOptions {
  /** Address of the event stream. */
  url: string;
  openStream: (url: string) => EventSource;
  /** One message: the SSE event's name and its data. */
  onMessage: (name: string, data: string) => void;
  onState: (state: LiveState) => void;
  /** Reads everything shown anew, used when the stream has failed repeatedly. Rejects when that failed. */
  poll: () => Promise<unknown>;
  now?: () => number;
  waits?: Waits;
}

export interface Waits {
  /** Before the first retry; doubled with each further failure. */
  firstMs: number;
  longestMs: number;
  /** Between polls that succeed. */
  pollMs: number;
}

export interface LiveConnection {
  /** Closes the stream and holds still; `resume` opens it again (a stream begins with a snapshot). */
  pause(): void;
  resume(): void;
  close(): void;
}

const STREAM_EVENTS = ['snapshot', 'reset', 'run', 'batch'] as const;
const FAILURES_BEFORE_POLLING = 3;
const WAITS: Waits = { firstMs: 1_000, longestMs: 30_000, pollMs: 5_000 };

/**
 * Keeps one event stream open. Where the browser itself reconnects (the connection broke) it is left to it,
 * since it sends Last-Event-ID; where it gave up (the server answered with an error) the stream is opened
 * anew after a growing wait. After repeated failures each wait is followed by one poll: the next is never
 * due before the previous answer.
 */
export function openLiveConnection(options: LiveOptions): LiveConnection {
  const now = options.now ?? Date.now;
  const waits = options.waits ?? WAITS;
  let stream: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let lastContactMs: number | null = null;
  let active = true;

  const report = (status: LiveStatus) => options.onState({ status, lastContactMs });
  const contact = () => {
    lastContactMs = now();
    failures = 0;
  };
  const open = () => {
    const current = options.openStream(options.url);
    stream = current;
    current.onopen = () => {
      contact();
      report('live');
    };
    for (const name of STREAM_EVENTS) {
      current.addEventListener(name, (message: MessageEvent<string>) => {
        contact();
        options.onMessage(name, message.data);
      });
    }
    current.onerror = () => {
      if (current !== stream) return;
      if (current.readyState !== current.CLOSED) {
        report('reconnecting');
        return;
      }
      failures += 1;
      void retry(current);
    };
  };
  const retry = async (failed: EventSource) => {
    if (failures < FAILURES_BEFORE_POLLING) {
      report('reconnecting');
      return wait(growing());
    }
    const polled = await options.poll().then(
      () => true,
      () => false,
    );
    if (!active || failed !== stream) return;
    if (polled) lastContactMs = now();
    report(polled ? 'polling' : 'stale');
    wait(polled ? waits.pollMs : growing());
  };
  const growing = () => Math.min(waits.firstMs * 2 ** (failures - 1), waits.longestMs);
  const wait = (ms: number) => {
    timer = setTimeout(open, ms);
  };
  const shut = () => {
    active = false;
    clearTimeout(timer);
    stream?.close();
    stream = undefined;
  };

  report('connecting');
  open();
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
      open();
    },
    close: shut,
  };
}
