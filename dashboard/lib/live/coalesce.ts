export interface Refresher {
  /** Asks for a refresh: at once where none ran lately, else once as soon as the interval allows. */
  request(): void;
  stop(): void;
}

/**
 * Turns any number of requests into at most one refresh per interval, the last request always followed by
 * one. Refreshes never overlap: the interval starts when the previous answer is in, so that a slow API is
 * asked less often. `intervalMs` is asked each time. A refresh that fails counts as done.
 */
export function createRefresher(refresh: () => Promise<unknown>, intervalMs: () => number): Refresher {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let wanted = false;
  let stopped = false;

  const run = async () => {
    busy = true;
    wanted = false;
    await refresh().catch(() => undefined);
    if (stopped) return;
    waiting = setTimeout(() => {
      waiting = undefined;
      busy = false;
      if (wanted) void run();
    }, intervalMs());
  };
  return {
    request() {
      wanted = true;
      if (!busy && !stopped) void run();
    },
    stop() {
      stopped = true;
      clearTimeout(waiting);
    },
  };
}
