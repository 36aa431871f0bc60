/** How times are shown: "5 min ago", or as date and time in the user's time zone. */
export type TimeDisplay = 'relative' | 'absolute';

export interface TimeDisplayChoice {
  current(): TimeDisplay;
  set(display: TimeDisplay): void;
  subscribe(listener: () => void): () => void;
}

const KEY = 'feedflow-times';

/**
 * The choice of the browser, relative by default. If the browser allows no storage, it lasts until the page is left.
 *
 * @param storage throws if it is not allowed
 */
export function createTimeDisplay(storage: () => Pick<Storage, 'getItem' | 'setItem'>): TimeDisplayChoice {
  const listeners = new Set<() => void>();
  let shown: TimeDisplay | undefined;
  return {
    current() {
      shown ??= attempt(() => storage().getItem(KEY)) === 'absolute' ? 'absolute' : 'relative';
      return shown;
    },
    set(display) {
      shown = display;
      attempt(() => storage().setItem(KEY, display));
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
