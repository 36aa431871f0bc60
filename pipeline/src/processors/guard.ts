import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/log';
import { jobPlace } from '@feedflow/shared/queues';
import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq';
import type { MongoWatch } from './mongo-watch.ts';

/** How long a job that met with MongoDB's absence waits; its worker takes none until MongoDB is back. */
const UNAVAILABLE_DELAY_MS = 1_000;

/** A BullMQ processor; `signal` is aborted when the worker gives the job up. */
export type Process<Result> = (job: Job, token: string, signal: AbortSignal | undefined) => Promise<Result>;

export interface GuardDeps {
  mongoWatch: MongoWatch;
  log: Log;
}

/**
 * Wraps a processor with what all of them need: while MongoDB is away the job is put off without losing a
 * try, a permanent failure ends its retries, and each failure is logged once with the job's ids.
 */
export function guard<Result>(process: Process<Result>, deps: GuardDeps): Process<Result> {
  return async (job, token, signal) => {
    const startedAt = performance.now();
    const place = placeOf(job);
    try {
      const result = await process(job, token, signal);
      deps.log.debug({ ...place, durationMs: Math.round(performance.now() - startedAt) }, 'job done');
      return result;
    } catch (error) {
      if (error instanceof DelayedError || error instanceof WaitingError) throw error;
      const facts = { ...place, code: errorCode(error), reason: errorMessage(error, 500) };
      if (await deps.mongoWatch.isAway(error)) {
        deps.mongoWatch.hold();
        deps.log.debug(facts, 'job put off');
        await job.moveToDelayed(Date.now() + UNAVAILABLE_DELAY_MS, token);
        throw new DelayedError();
      }
      deps.log.warn({ ...facts, ...(facts.code === 'internal' ? { err: error } : {}) }, 'job failed');
      throw toJobError(error);
    }
  };
}

/** Which job it is, as fields of a log line. Nothing else of its data belongs there: secrets may be in it. */
function placeOf(job: Job) {
  const { sourceName: source, ...place } = jobPlace.parse(job.data);
  return { job: job.name, jobId: job.id, ...place, ...(source === undefined ? {} : { source }) };
}

/** Whether `error` ends the job for good: it is permanent, or the last try, and not MongoDB's absence. */
export async function isOver(
  deps: Pick<GuardDeps, 'mongoWatch'>,
  job: Job,
  error: unknown,
): Promise<boolean> {
  const permanent = toJobError(error).name === 'UnrecoverableError';
  const isLast = permanent || job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  return isLast && !(await deps.mongoWatch.isAway(error));
}

/** Puts a job back for another worker, without losing a try. */
export async function handBack(job: Job, token: string): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

/**
 * What a processor should throw for `error`: an UnrecoverableError where another try cannot help, since
 * BullMQ stops retrying for that class only, else the error itself.
 */
function toJobError(error: unknown): Error {
  if (error instanceof FeedflowError && error.permanent) return new UnrecoverableError(error.message);
  return error instanceof Error ? error : new Error(String(error));
}
