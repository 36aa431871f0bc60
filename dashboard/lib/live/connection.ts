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
  /** Reads everything shown anew, used where there is no stream. Rejects when that failed. */
  poll: () => Promise<unknown>;
  /** Asks whether a stream may be opened: what gives it back, or null where others have them all. */
  takeSlot?: () => Promise<GiveBack | null>;
  now?: () => number;
  waits?: Waits;
}

export type GiveBack = () => void;

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
 * due before the previous answer. While all streams that the browser may have are taken, there are only polls.
 */
export function openLiveConnection(options: LiveOptions): LiveConnection {
  const now = options.now ?? Date.now;
  const waits = options.waits ?? WAITS;
  const takeSlot = options.takeSlot ?? (async () => () => undefined);
  let stream: EventSource | undefined;
  let giveBack: GiveBack | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let lastContactMs: number | null = null;
  /** Another one after each pause: what was asked before it has no say any more. */
  let turn = 0;
  let active = true;

  const report = (status: LiveStatus) => options.onState({ status, lastContactMs });
  const contact = () => {
    lastContactMs = now();
    failures = 0;
  };
  const start = async () => {
    const mine = turn;
    const slot = giveBack ?? (await takeSlot());
    if (mine !== turn) return slot?.();
    if (!slot) return pollInstead();
    giveBack = slot;
    open();
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
      failures += 1;
      // A server that is not there at all is asked by the browser for ever, and nobody would be told.
      if (failures < FAILURES_BEFORE_POLLING) report('reconnecting');
      else current.close();
      if (current.readyState === current.CLOSED) void retry();
    };
  };
  const retry = async () => {
    if (failures < FAILURES_BEFORE_POLLING) wait(growing());
    else await pollInstead();
  };
  const pollInstead = async () => {
    const mine = turn;
    const polled = await options.poll().then(
      () => true,
      () => false,
    );
    if (mine !== turn) return;
    if (polled) lastContactMs = now();
    report(polled ? 'polling' : 'stale');
    wait(polled ? waits.pollMs : growing());
  };
  const growing = () => Math.min(waits.firstMs * 2 ** Math.max(failures - 1, 0), waits.longestMs);
  const wait = (ms: number) => {
    timer = setTimeout(() => void start(), ms);
  };
  const shut = () => {
    active = false;
    turn += 1;
    clearTimeout(timer);
    stream?.close();
    stream = undefined;
    giveBack?.();
    giveBack = undefined;
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
