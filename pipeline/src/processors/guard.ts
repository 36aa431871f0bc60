import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/process/log';
import { jobContext } from '@feedflow/shared/queues/payloads';
import { isRedisUnavailable } from '@feedflow/shared/redis/unavailable';
import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq';
import type { OutageWatch, Service } from '../worker/outage-watch.ts';

/** How long a job that met with an outage waits; its worker takes none until the outage is over. */
const UNAVAILABLE_DELAY_MS = 1_000;

/** A BullMQ processor; `signal` is aborted when the worker gives the job up. */
export type Processor<Result> = (job: Job, token: string, signal: AbortSignal | undefined) => Promise<Result>;

export interface JobErrorHandlingDeps {
  outages: OutageWatch;
  log: Log;
}

export interface JobErrorHandlingOptions {
  /** Aborted when the worker shuts down: no outage is waited for any more. */
  shutdown: AbortSignal;
}

/**
 * Wraps a processor with what all of them need: while MongoDB or Redis is away the job is put off without losing a
 * try, a permanent failure ends its retries, and each failure is logged once with the job's ids.
 */
export function withJobErrorHandling<Result>(
  processor: Processor<Result>,
  deps: JobErrorHandlingDeps,
  options: JobErrorHandlingOptions,
): Processor<Result> {
  return async (job, token, signal) => {
    const startedAt = performance.now();
    const place = placeOf(job);
    try {
      const result = await processor(job, token, signal);
      deps.log.debug({ ...place, durationMs: Math.round(performance.now() - startedAt) }, 'job done');
      return result;
    } catch (error) {
      if (error instanceof DelayedError || error instanceof WaitingError) throw error;
      const service = await deps.outages.serviceAway(error);
      const code = service ? (`${service}-unavailable` as const) : errorCode(error);
      const facts = { ...place, code, reason: errorMessage(error, 500) };
      if (service) {
        deps.outages.hold(service, error);
        deps.log.debug(facts, 'job put off');
        return await putOff(job, token, service);
      }
      deps.log.warn({ ...facts, ...(facts.code === 'internal' ? { err: error } : {}) }, 'job failed');
      throw toJobError(error);
    }
  };

  /** To put a job off is itself a write in Redis: it stays in hand until Redis takes that. */
  async function putOff(job: Job, token: string, service: Service): Promise<never> {
    const { outages } = deps;
    try {
      if (service === 'redis') await outages.whenBack('redis', options.shutdown);
      await outages.throughOutages(
        () => job.moveToDelayed(Date.now() + UNAVAILABLE_DELAY_MS, token),
        options.shutdown,
      );
    } catch (error) {
      if (options.shutdown.aborted) await handBack(job, token);
      throw error;
    }
    throw new DelayedError();
  }
}

/** Which job it is, as fields of a log line. Nothing else of its data belongs there: secrets may be in it. */
function placeOf(job: Job) {
  const { sourceName: source, ...place } = jobContext.parse(job.data);
  return { job: job.name, jobId: job.id, ...place, ...(source === undefined ? {} : { source }) };
}

/** Whether `error` ends the job for good: it is permanent, or the last try, and no service's absence. */
export async function isOver(
  deps: Pick<JobErrorHandlingDeps, 'outages'>,
  job: Job,
  error: unknown,
): Promise<boolean> {
  const permanent = toJobError(error).name === 'UnrecoverableError';
  const isLast = permanent || job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  return isLast && (await deps.outages.serviceAway(error)) === null;
}

/**
 * Puts a job back for another worker, without losing a try. Where Redis does not take that, the job stays as it is:
 * its lock runs out, and another worker takes it over.
 */
export async function handBack(job: Job, token: string): Promise<never> {
  try {
    await job.moveToWait(token);
  } catch (error) {
    if (!isRedisUnavailable(error)) throw error;
  }
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
