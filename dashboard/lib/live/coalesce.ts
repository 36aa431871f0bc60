export interface Refresher {
  /** Requests a refresh: immediate if the interval has passed, else as soon as it has. */
  request(): void;
  stop(): void;
}

/**
 * Turns any number of requests into at most one refresh per interval; a refresh always follows the last request.
 * Refreshes never overlap: the interval starts when the previous refresh has completed, so a slow API gets fewer
 * requests. `intervalMs` is evaluated each time. A failed refresh counts as completed.
 */
export function createRefresher(refresh: () => Promise<unknown>, intervalMs: () => number): Refresher {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let requested = false;
  let stopped = false;

  const run = async () => {
    busy = true;
    requested = false;
    await refresh().catch(() => undefined);
    if (stopped) return;
    waiting = setTimeout(() => {
      waiting = undefined;
      busy = false;
      if (requested) void run();
    }, intervalMs());
  };
  return {
    request() {
      requested = true;
      if (!busy && !stopped) void run();
    },
    stop() {
      stopped = true;
      clearTimeout(waiting);
    },
  };
}
