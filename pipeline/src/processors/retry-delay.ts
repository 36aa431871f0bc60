import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { StepRetry } from '@feedflow/shared/model/run';
import type { Job } from 'bullmq';

const FIRST_DELAY_MS = 1_000;
const MAX_RETRY_AFTER_MS = 600_000;
/** Of the message of an error, in characters. */
const MAX_MESSAGE_LENGTH = 300;

/**
 * The delay before a retry in ms: as requested by the feed's server, else doubled each time, half of it random.
 *
 * @param attemptsMade the executions of the step so far, from 1
 */
export function retryDelayMs(attemptsMade: number, _type?: string, error?: Error): number {
  const delay = maxRetryDelayMs(attemptsMade, error);
  return requestedDelayMs(error) === null ? delay / 2 + Math.random() * (delay / 2) : delay;
}

/** The failure of an execution of a step that is executed again, as the event log of the run has it. */
export function toRetry(job: Pick<Job, 'attemptsMade' | 'opts'>, error: unknown, at: Date): StepRetry {
  const execution = job.attemptsMade + 1;
  return {
    at,
    execution,
    maxExecutions: Math.max(execution, job.opts.attempts ?? 1),
    error: { code: errorCode(error), message: errorMessage(error, MAX_MESSAGE_LENGTH) },
    withinMs: Math.round(maxRetryDelayMs(execution, error)),
  };
}

function maxRetryDelayMs(attemptsMade: number, error: unknown): number {
  return requestedDelayMs(error) ?? FIRST_DELAY_MS * 2 ** (attemptsMade - 1);
}

/** The delay that the feed's server requested; null if it requested none. */
function requestedDelayMs(error: unknown): number | null {
  const requested = error instanceof FeedflowError ? error.details['retryAfterMs'] : undefined;
  if (typeof requested !== 'number' || requested < 0) return null;
  return Math.min(requested, MAX_RETRY_AFTER_MS);
}
