/** A choice among a few values that the browser stores. */
export interface StoredChoice<Value extends string> {
  current(): Value;
  /** Without a choice. */
  initial(): Value;
  set(value: Value): void;
  subscribe(listener: () => void): () => void;
}

/** If the browser allows no storage, a choice lasts until the page is left. @param values the initial one first */
function createStoredChoice<Value extends string>(
  key: string,
  values: readonly [Value, ...Value[]],
): StoredChoice<Value> {
  const listeners = new Set<() => void>();
  let chosen: Value | undefined;
  return {
    current() {
      const stored = chosen ?? attempt(() => localStorage.getItem(key));
      chosen = values.find((value) => value === stored) ?? values[0];
      return chosen;
    },
    initial: () => values[0],
    set(value) {
      chosen = value;
      attempt(() => localStorage.setItem(key, value));
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

/** How times are shown: "5 min ago", or as date and time in the user's time zone. */
export const timeDisplay = createStoredChoice('feedflow-times', ['relative', 'absolute']);

/** Whether keys without a modifier are shortcuts: they get in the way of speech input, which types. */
export const singleKeys = createStoredChoice('feedflow-single-keys', ['on', 'off']);
