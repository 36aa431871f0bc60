import { type LiveConnection, type LiveOptions, type LiveState, openLiveConnection } from './connection.ts';
import { createStreamSlots, pageIsMultiplexed } from './stream-slots.ts';

/** What a page follows: one stream and its handlers. */
export interface LiveSubject {
  url: string;
  onMessage: (name: string, data: string) => void;
  /** Reads everything the page shows again; rejects on failure. */
  poll: () => Promise<unknown>;
  /** Called when the page stops following. */
  stop: () => void;
}

export interface LiveSession {
  state(): LiveState;
  subscribe(listener: () => void): () => void;
  /** Follows `subject` instead of the previous one; returns a function that ends it. */
  follow(subject: LiveSubject): () => void;
  togglePause(): void;
}

/** What the session needs to know about its tab. */
export interface Tab {
  visible(): boolean;
  onVisibility(listener: () => void): () => void;
  openStream(url: string): EventSource;
  takeSlot?: LiveOptions['takeSlot'];
}

const OFF: LiveState = { status: 'off', lastContactMs: null };

/**
 * At most one event stream per tab: browsers allow only six connections per host over all tabs. A hidden tab has
 * no stream, and of the visible tabs only the first few do.
 */
export function createLiveSession(tab: Tab): LiveSession {
  const listeners = new Set<() => void>();
  let state = OFF;
  let connection: LiveConnection | undefined;
  let pausedByUser = false;

  const show = (next: LiveState) => {
    const changed = next.status !== state.status;
    state = next;
    if (changed) for (const listener of listeners) listener();
  };
  const adjust = () => {
    if (pausedByUser || !tab.visible()) connection?.pause();
    else connection?.resume();
  };
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow(subject) {
      connection?.close();
      const followed = openLiveConnection({
        url: subject.url,
        openStream: tab.openStream,
        onMessage: subject.onMessage,
        onState: show,
        poll: subject.poll,
        takeSlot: tab.takeSlot,
      });
      connection = followed;
      adjust();
      const unwatch = tab.onVisibility(adjust);
      return () => {
        unwatch();
        followed.close();
        subject.stop();
        if (connection !== followed) return;
        connection = undefined;
        show(OFF);
      };
    },
    togglePause() {
      pausedByUser = !pausedByUser;
      adjust();
    },
  };
}

/** The browser tab this code runs in. */
export function browserTab(): Tab {
  return {
    visible: () => document.visibilityState === 'visible',
    onVisibility(listener) {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    openStream: (url) => new EventSource(url),
    takeSlot: createStreamSlots(navigator.locks, pageIsMultiplexed),
  };
}
