import { processWide } from '../process-wide.ts';

const MAX_KEPT = 10_000;

export interface EndedSessions {
  /** Notes that a session has ended before its time. */
  add(session: { id: string; expiresAtMs: number }): void;
  has(id: string): boolean;
}

/**
 * The sessions that this process knows to have ended, each until its time is over. It learns of those that were
 * logged out at another process from the API.
 *
 * @param maxKept beyond so many the earliest that was noted is forgotten
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

/** Those of this process. */
export const endedSessions = (): EndedSessions => processWide('ended-sessions', () => createEndedSessions());
