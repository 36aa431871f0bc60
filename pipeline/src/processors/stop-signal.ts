import { FeedflowError } from '@feedflow/shared/errors';
import type { ImportLogs } from '@feedflow/shared/mongo/runs/import-logs';
import type { RunRef } from '@feedflow/shared/queues/names';

const LOOK_EVERY_MS = 1_000;

export interface StopSignal {
  signal: AbortSignal;
  /** Stops looking. */
  release(): void;
}

/**
 * A signal that is aborted, with the reason, when the run is cancelled or has gone on without this job, or
 * when BullMQ or the worker's shutdown gives the job up. Reading a slow feed is ended by it at once.
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
      // MongoDB being away is for the writes of the job itself to find out.
      .catch(() => undefined);
  }, LOOK_EVERY_MS);
  const signals = givenUp.filter((signal) => signal !== undefined);
  return {
    signal: AbortSignal.any([cancelled.signal, ...signals]),
    release: () => clearInterval(timer),
  };
}
