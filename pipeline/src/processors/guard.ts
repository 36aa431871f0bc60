import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/process/log';
import { jobContext } from '@feedflow/shared/queues/payloads';
import { isRedisUnavailable } from '@feedflow/shared/redis/unavailable';
import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq';
import type { OutageWatch, Service } from '../worker/outage-watch.ts';

/** How long a step waits that was delayed by an outage; its worker takes none until the outage is over. */
const UNAVAILABLE_DELAY_MS = 1_000;

/** A BullMQ processor; `signal` is aborted when the worker gives up the step. */
export type Processor<Result> = (job: Job, token: string, signal: AbortSignal | undefined) => Promise<Result>;

export interface JobErrorHandlingDeps {
  outages: OutageWatch;
  log: Log;
}

export interface JobErrorHandlingOptions {
  /** Aborted when the worker shuts down. */
  shutdown: AbortSignal;
}

/**
 * Wraps a processor with the handling of errors: in an outage of MongoDB or Redis the step is delayed and loses no
 * attempt, nor does one that throws the reason of the shutdown, which returns to its queue; a permanent failure ends its
 * retries, and each failure is logged once with the ids of the step.
 */
export function withJobErrorHandling<Result>(
  processor: Processor<Result>,
  deps: JobErrorHandlingDeps,
  options: JobErrorHandlingOptions,
): Processor<Result> {
  return async (job, token, signal) => {
    const startedAt = performance.now();
    const ids = idsOf(job);
    try {
      const result = await processor(job, token, signal);
      deps.log.debug({ ...ids, durationMs: Math.round(performance.now() - startedAt) }, 'job done');
      return result;
    } catch (error) {
      if (error instanceof DelayedError) throw error;
      if (options.shutdown.aborted && error === options.shutdown.reason) return await handBack(job, token);
      const service = await deps.outages.serviceAway(error);
      const code = service ? (`${service}-unavailable` as const) : errorCode(error);
      const facts = { ...ids, code, reason: errorMessage(error, 500) };
      if (service) {
        deps.outages.hold(service, error);
        deps.log.debug(facts, 'job delayed');
        return await delay(job, token, service);
      }
      deps.log.warn({ ...facts, err: facts.code === 'internal' ? error : undefined }, 'job failed');
      throw toJobError(error);
    }
  };

  /** To delay a step is itself a write to Redis: the worker keeps the step until Redis accepts it. */
  async function delay(job: Job, token: string, service: Service): Promise<never> {
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

/** Identifies a step in a log line. The rest of its data must not be logged: it may contain secrets. */
function idsOf(job: Job) {
  const { sourceName: source, ...ids } = jobContext.parse(job.data);
  return { job: job.name, jobId: job.id, ...ids, source };
}

/**
 * What follows on the error of a step: it fails permanently (over), since retrying cannot help or no attempt is left;
 * it is retried; or it is delayed by an outage and loses no attempt.
 */
export async function afterError(
  deps: Pick<JobErrorHandlingDeps, 'outages'>,
  job: Job,
  error: unknown,
): Promise<'over' | 'retry' | 'outage'> {
  if ((await deps.outages.serviceAway(error)) !== null) return 'outage';
  const permanent = toJobError(error).name === 'UnrecoverableError';
  return permanent || job.attemptsMade + 1 >= (job.opts.attempts ?? 1) ? 'over' : 'retry';
}

/**
 * Returns a step to its queue for another worker; it loses no attempt. If Redis refuses that, the step stays as it is:
 * its lock expires, and another worker takes it over.
 */
async function handBack(job: Job, token: string): Promise<never> {
  try {
    await job.moveToWait(token);
  } catch (error) {
    if (!isRedisUnavailable(error)) throw error;
  }
  throw new WaitingError();
}

/**
 * The error that a processor throws for `error`: an UnrecoverableError if retrying cannot help, since BullMQ stops
 * retrying for that class only; else the error itself.
 */
function toJobError(error: unknown): Error {
  if (error instanceof FeedflowError && error.permanent) return new UnrecoverableError(error.message);
  return error instanceof Error ? error : new Error(String(error));
}
