import { processWide } from '../process-wide.ts';

const MAX_KEPT = 10_000;

export interface EndedSessions {
  /** Records that a session has ended before it expired. */
  add(session: { id: string; expiresAtMs: number }): void;
  has(id: string): boolean;
}

/**
 * The ended sessions known to this process, each until it expires. The API reports those that were logged out at
 * another process.
 *
 * @param maxKept beyond this number the earliest is dropped
 */
export function createEndedSessions(maxKept = MAX_KEPT): EndedSessions {
  const kept = new Map<string, number>();
  return {
    add: ({ id, expiresAtMs }) => {
      for (const [other, until] of kept) if (until <= Date.now()) kept.delete(other);
      for (const earliest of kept.keys()) {
        if (kept.size < maxKept) break;
        kept.delete(earliest);
      }
      kept.set(id, expiresAtMs);
    },
    has: (id) => kept.has(id),
  };
}

/** The ended sessions of this process. */
export const endedSessions = (): EndedSessions => processWide('ended-sessions', () => createEndedSessions());
