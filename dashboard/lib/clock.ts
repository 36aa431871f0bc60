/** Smaller differences may come from the Date header's whole seconds and the latency. */
const TOLERATED_SKEW_MS = 2_000;

export interface Clock {
  /** Milliseconds since 1970 by the server's clock: with a wrong browser clock, past times would read "in 3 s". */
  now(): number;
  /** Sets the server's clock from the Date header of a response. */
  observe(facts: { serverMs: number; sentMs: number; receivedMs: number }): void;
  /** Calls `listener` once a second; returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
}

/** One clock per tab: a single timer for all components that show a time. */
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
