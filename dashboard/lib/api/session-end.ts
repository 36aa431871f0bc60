import type { ApiFailure } from './failure.ts';

export interface SessionEnd {
  /** Records a failed request. */
  report(failure: ApiFailure): void;
  /** Whether a response has said that the session is over. */
  ended(): boolean;
  subscribe(listener: () => void): () => void;
}

/** Detects that the session has ended, from the first request that fails for it. */
export function createSessionEnd(): SessionEnd {
  const listeners = new Set<() => void>();
  let ended = false;
  return {
    report(failure) {
      if (ended || failure.code !== 'login-required') return;
      ended = true;
      for (const listener of listeners) listener();
    },
    ended: () => ended,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
