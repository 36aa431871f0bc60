export interface Closers {
  /** Remembers how to undo what was just opened. */
  add(name: string, close: () => Promise<unknown> | unknown): void;
  /** Undoes everything last-first; a closer that fails does not stop the others. Safe to call twice. */
  close(): Promise<CloseFailure[]>;
}

export interface CloseFailure {
  name: string;
  error: unknown;
}

/** A list of things opened, closed in reverse order. */
export function createClosers(): Closers {
  const pending: { name: string; close: () => Promise<unknown> | unknown }[] = [];
  let closing: Promise<CloseFailure[]> | undefined;

  async function closeAll(): Promise<CloseFailure[]> {
    const failures: CloseFailure[] = [];
    for (let entry = pending.pop(); entry; entry = pending.pop()) {
      try {
        await entry.close();
      } catch (error) {
        failures.push({ name: entry.name, error });
      }
    }
    return failures;
  }

  return {
    add: (name, close) => {
      pending.push({ name, close });
    },
    close: () => {
      closing ??= closeAll();
      return closing;
    },
  };
}
