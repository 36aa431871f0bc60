import { errorCode, errorMessage, toJobError } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/log';
import { isMongoUnavailable } from '@feedflow/shared/mongo/unavailable';
import { DelayedError, type Job, WaitingError } from 'bullmq';

/** How long a job waits before it looks whether MongoDB is back. */
const UNAVAILABLE_DELAY_MS = 5_000;

/** A BullMQ processor; `signal` is aborted when the worker gives the job up. */
export type Process<Result> = (job: Job, token: string, signal: AbortSignal | undefined) => Promise<Result>;

/**
 * Wraps a processor with what all of them need: while MongoDB is away the job is put off without losing a
 * try, a permanent failure ends its retries, and each failure is logged once with the job's ids.
 */
export function guard<Result>(process: Process<Result>, deps: { log: Log }): Process<Result> {
  return async (job, token, signal) => {
    try {
      return await process(job, token, signal);
    } catch (error) {
      if (error instanceof DelayedError || error instanceof WaitingError) throw error;
      const facts = {
        job: job.name,
        jobId: job.id,
        code: errorCode(error),
        reason: errorMessage(error, 500),
      };
      if (isMongoUnavailable(error)) {
        deps.log.warn(facts, 'MongoDB is away: the job waits');
        await job.moveToDelayed(Date.now() + UNAVAILABLE_DELAY_MS, token);
        throw new DelayedError();
      }
      deps.log.warn({ ...facts, ...(facts.code === 'internal' ? { err: error } : {}) }, 'job failed');
      throw toJobError(error);
    }
  };
}

/** Whether the try that has just failed with `error` was the job's last. */
export function isLastTry(job: Job, error: unknown): boolean {
  const permanent = toJobError(error).name === 'UnrecoverableError';
  return permanent || job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
}

/** Puts a job back for another worker, without losing a try. */
export async function handBack(job: Job, token: string): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}
