import { processWide } from '../process-wide.ts';
import type { OpenSession } from './token.ts';

export interface SessionStreams {
  /**
   * Registers a stream of a session until it is aborted.
   *
   * @returns whether it is within the limits
   */
  add(session: OpenSession, stream: AbortController): boolean;
  /** Ends all streams of a session. */
  endOf(sessionId: string): void;
}

/** A browser has six connections over HTTP/1.1; over HTTP/2 each tab has a stream. */
const PER_SESSION = 20;
/** The total of all read-only sessions: anyone with that password can open any number of sessions. */
const OF_READERS = 400;

/** The open streams of the sessions of this process, limited so that no session uses up the API's streams. */
export function createSessionStreams(
  limits = { perSession: PER_SESSION, ofReaders: OF_READERS },
): SessionStreams {
  const bySession = new Map<string, Set<AbortController>>();
  let ofReaders = 0;

  function remove({ id, role }: OpenSession, stream: AbortController): void {
    const own = bySession.get(id);
    if (!own?.delete(stream)) return;
    if (own.size === 0) bySession.delete(id);
    if (role === 'read') ofReaders -= 1;
  }

  return {
    add: (session, stream) => {
      const own = bySession.get(session.id) ?? new Set();
      if (own.size >= limits.perSession) return false;
      if (session.role === 'read' && ofReaders >= limits.ofReaders) return false;
      bySession.set(session.id, own.add(stream));
      if (session.role === 'read') ofReaders += 1;
      stream.signal.addEventListener('abort', () => remove(session, stream), { once: true });
      return true;
    },
    endOf: (sessionId) => {
      for (const stream of bySession.get(sessionId) ?? []) stream.abort();
    },
  };
}

/** The streams of this process. */
export const sessionStreams = (): SessionStreams =>
  processWide('session-streams', () => createSessionStreams());
