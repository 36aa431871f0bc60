import type { ApiFailure } from './failure.ts';

export interface SessionEnd {
  /** Records a failed request. */
  report(failure: ApiFailure): void;
  /** Records that there is a session again: another tab of the browser has logged in. */
  resume(): void;
  /** Whether the session is over, as far as responses say. */
  ended(): boolean;
  subscribe(listener: () => void): () => void;
}

/** Detects that the session has ended, from the first request that fails for it, and that there is one again. */
export function createSessionEnd(): SessionEnd {
  const listeners = new Set<() => void>();
  let ended = false;
  const set = (isEnded: boolean) => {
    if (ended === isEnded) return;
    ended = isEnded;
    for (const listener of listeners) listener();
  };
  return {
    report(failure) {
      if (failure.code === 'login-required') set(true);
    },
    resume: () => set(false),
    ended: () => ended,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
