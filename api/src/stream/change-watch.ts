import { errorMessage } from '@feedflow/shared/errors';
import type { Changes } from '@feedflow/shared/mongo/jobs/changes';
import type { Log } from '@feedflow/shared/process/log';

const POLL_MS = 1_000;

export interface ChangeWatch {
  /** Another one after each time that changes were found: to be read before the changes are. */
  readonly version: number;
  /** Calls `listener` once there are changes that a reader at `version` may not have; returns how to stop that. */
  onceAfter(version: number, listener: () => void): () => void;
}

/** Looks for new changes once a second while anyone waits for them, whatever the number of clients. */
export function createChangeWatch({
  changes,
  log,
}: {
  changes: Pick<Changes, 'newest'>;
  log: Log;
}): ChangeWatch {
  const listeners = new Set<() => void>();
  let version = 0;
  let newest: number | undefined;
  let isPolling = false;

  async function look(): Promise<void> {
    try {
      const found = await changes.newest();
      if (found === newest) return;
      newest = found;
      version += 1;
      const waiting = [...listeners];
      listeners.clear();
      for (const listener of waiting) listener();
    } catch (error) {
      log.warn({ reason: errorMessage(error) }, 'new changes cannot be looked for');
    }
  }

  function poll(): void {
    if (isPolling) return;
    isPolling = true;
    setTimeout(() => {
      void look().finally(() => {
        isPolling = false;
        if (listeners.size > 0) poll();
      });
    }, POLL_MS).unref();
  }

  return {
    get version() {
      return version;
    },
    onceAfter: (seen, listener) => {
      if (seen < version) {
        listener();
        return () => undefined;
      }
      listeners.add(listener);
      poll();
      return () => listeners.delete(listener);
    },
  };
}
