'use client';

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { LiveState } from '../../lib/live/connection.ts';
import { browserTab, createLiveSession, type LiveSession, type LiveSubject } from '../../lib/live/session.ts';

const LiveContext = createContext<LiveSession | null>(null);
const OFF: LiveState = { status: 'off', lastContactMs: null };

export function LiveProvider({ children }: { children: ReactNode }) {
  const [session] = useState(() => createLiveSession(browserTab()));
  return <LiveContext value={session}>{children}</LiveContext>;
}

/** The tab's live session. */
export function useLiveSession(): LiveSession {
  const session = useContext(LiveContext);
  if (!session) throw new Error('useLiveSession needs a LiveProvider around it');
  return session;
}

/** How current the page is; rerenders when the status changes. */
export function useLiveState(): LiveState {
  const session = useLiveSession();
  return useSyncExternalStore(session.subscribe, session.state, () => OFF);
}

/**
 * Follows the subject from `createSubject` while the component is mounted. The function identifies the subject:
 * keep it stable (useCallback) while the subject stays the same.
 */
export function useFollow(createSubject: () => LiveSubject): void {
  const session = useLiveSession();
  useEffect(() => session.follow(createSubject()), [session, createSubject]);
}
