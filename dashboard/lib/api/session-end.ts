import type { ApiFailure } from './failure.ts';

export interface SessionEnd {
  /** Takes note of any failed request. */
  report(failure: ApiFailure): void;
  /** Whether an answer has said that the session is over. */
  ended(): boolean;
  subscribe(listener: () => void): () => void;
}

/** Notices that nobody is logged in any more, whichever request is the first to be told. */
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
