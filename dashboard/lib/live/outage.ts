/** What cannot be reached. */
export type OutagePart = 'API' | 'MongoDB' | 'Redis';

/** "MongoDB and Redis are unreachable." */
export function outageLabel(parts: readonly OutagePart[]): string {
  const names = parts.map((part) => (part === 'API' ? 'The API' : part));
  return `${names.join(' and ')} ${names.length > 1 ? 'are' : 'is'} unreachable.`;
}

/**
 * Why a command cannot work during an outage of `parts`, or null if it can: the API stores what it does in MongoDB, and
 * Redis takes only what workers do.
 *
 * @param forWorkers whether the command is work for workers
 */
export function outageReason(parts: readonly OutagePart[], forWorkers: boolean): string | null {
  const needed = forWorkers ? parts : parts.filter((part) => part !== 'Redis');
  return needed.length > 0 ? outageLabel(needed) : null;
}

export interface OutageWatch {
  /** What cannot be reached now; empty without an outage. The same array until it changes. */
  parts(): readonly OutagePart[];
  subscribe(listener: () => void): () => void;
  /** Something suggests an outage, such as a failed or a slow request: checks at once. */
  suspect(): void;
  /** Checks at once, then regularly while the page is visible. Returns a function that ends it. */
  watch(onRecovery: () => void): () => void;
}

export interface OutageWatchOptions {
  /** What cannot be reached; rejects if the API itself cannot. */
  check: () => Promise<readonly OutagePart[]>;
  visible: () => boolean;
  /** Between two checks, in milliseconds. */
  intervalMs?: number;
  /** Between two checks during an outage, in milliseconds. */
  outageIntervalMs?: number;
}

const INTERVAL_MS = 15_000;
const OUTAGE_INTERVAL_MS = 3_000;
const NONE: readonly OutagePart[] = [];

/**
 * Detects outages of the API and its services. The event stream does not show them: it stays open without MongoDB. A
 * failed request alone is no outage: requests also fail for other reasons.
 */
export function createOutageWatch(options: OutageWatchOptions): OutageWatch {
  const { check, visible, intervalMs = INTERVAL_MS, outageIntervalMs = OUTAGE_INTERVAL_MS } = options;
  const listeners = new Set<() => void>();
  let parts = NONE;
  let checking = false;
  let recovered: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (next: readonly OutagePart[]) => {
    if (next.join() === parts.join()) return;
    const ended = next.length === 0;
    parts = ended ? NONE : next;
    for (const listener of listeners) listener();
    if (ended) recovered?.();
  };
  const wait = () => {
    clearTimeout(timer);
    if (recovered)
      timer = setTimeout(() => void checkNow(), parts.length > 0 ? outageIntervalMs : intervalMs);
  };
  const checkNow = async () => {
    if (checking || !recovered) return;
    clearTimeout(timer);
    checking = true;
    if (visible()) show(await check().catch((): readonly OutagePart[] => ['API']));
    checking = false;
    wait();
  };
  return {
    parts: () => parts,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    suspect: () => void checkNow(),
    watch(onRecovery) {
      recovered = onRecovery;
      void checkNow();
      return () => {
        recovered = undefined;
        clearTimeout(timer);
      };
    },
  };
}
