import { FeedflowError } from '@feedflow/shared/errors';
import type { ImportLogs } from '@feedflow/shared/mongo/runs/import-logs';
import type { RunRef } from '@feedflow/shared/queues/names';

const POLL_INTERVAL_MS = 1_000;

export interface StopSignal {
  signal: AbortSignal;
  /** Stops polling. */
  release(): void;
}

/**
 * A signal that is aborted, with the reason, when the run is cancelled, has ended or was taken over by a later attempt,
 * or when BullMQ or the worker's shutdown gives up the step. It interrupts even a slow feed at once.
 */
export function watchForStop(
  deps: { importLogs: ImportLogs },
  run: RunRef,
  givenUp: (AbortSignal | undefined)[],
): StopSignal {
  const cancelled = new AbortController();
  const timer = setInterval(() => {
    deps.importLogs
      .shouldStop(run)
      .then((stop) => {
        if (stop) cancelled.abort(new FeedflowError('run-cancelled', `run ${run.runId} was stopped`));
      })
      // An outage of MongoDB is detected by the writes of the step itself.
      .catch(() => undefined);
  }, POLL_INTERVAL_MS);
  const signals = givenUp.filter((signal) => signal !== undefined);
  return {
    signal: AbortSignal.any([cancelled.signal, ...signals]),
    release: () => clearInterval(timer),
  };
}
