/** Below this the difference may be the Date header's whole seconds and the way it took. */
const TOLERATED_SKEW_MS = 2_000;

export interface Clock {
  /** Milliseconds since 1970 by the server's clock, so that a wrong clock in the browser shows no "in 3 s". */
  now(): number;
  /** Learns the server's clock from an answer's Date header. */
  observe(facts: { serverMs: number; sentMs: number; receivedMs: number }): void;
  /** Calls `listener` once a second while anybody listens; returns what ends that. */
  subscribe(listener: () => void): () => void;
}

/** One clock for a whole tab: a single timer, however many places show a time. */
export function createClock(localNow: () => number = Date.now): Clock {
  const listeners = new Set<() => void>();
  let offsetMs = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    now: () => localNow() + offsetMs,
    observe({ serverMs, sentMs, receivedMs }) {
      const difference = serverMs + 500 - (sentMs + receivedMs) / 2;
      offsetMs = Math.abs(difference) > TOLERATED_SKEW_MS ? difference : 0;
    },
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(() => {
        for (const each of listeners) each();
      }, 1_000);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
