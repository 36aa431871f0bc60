export interface CloseFailure {
  name: string;
  error: unknown;
}

/** A stack of opened things, closed in reverse order. */
export class Closers {
  readonly #pending: { name: string; close: () => Promise<unknown> | unknown }[] = [];
  #closing: Promise<CloseFailure[]> | undefined;

  /** Remembers how to close what was just opened. */
  add(name: string, close: () => Promise<unknown> | unknown): void {
    this.#pending.push({ name, close });
  }

  /** Closes everything, last-first; a closer that fails does not stop the others. Safe to call twice. */
  close(): Promise<CloseFailure[]> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<CloseFailure[]> {
    const failures: CloseFailure[] = [];
    for (let entry = this.#pending.pop(); entry; entry = this.#pending.pop()) {
      try {
        await entry.close();
      } catch (error) {
        failures.push({ name: entry.name, error });
      }
    }
    return failures;
  }
}
