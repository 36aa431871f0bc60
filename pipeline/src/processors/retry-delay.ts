import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { StepRetry } from '@feedflow/shared/model/run';
import type { Job } from 'bullmq';

const FIRST_DELAY_MS = 1_000;
const MAX_RETRY_AFTER_MS = 600_000;
/** Of the message of an error, in characters. */
const MAX_MESSAGE_LENGTH = 300;

/**
 * The delay before a retry in ms: doubled each time, half of it random, and at least what the feed's server requested.
 * A server that requests none, or a time in the past by its clock, does not get all retries at once.
 *
 * @param attemptsMade the executions of the step so far, from 1
 */
export function retryDelayMs(attemptsMade: number, _type?: string, error?: Error): number {
  const delay = usualDelayMs(attemptsMade);
  return Math.max(delay / 2 + Math.random() * (delay / 2), requestedDelayMs(error));
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
  return Math.max(usualDelayMs(attemptsMade), requestedDelayMs(error));
}

function usualDelayMs(attemptsMade: number): number {
  return FIRST_DELAY_MS * 2 ** (attemptsMade - 1);
}

/** The delay that the feed's server requested; 0 if it requested none. */
function requestedDelayMs(error: unknown): number {
  const requested = error instanceof FeedflowError ? error.details['retryAfterMs'] : undefined;
  return typeof requested === 'number' ? Math.min(requested, MAX_RETRY_AFTER_MS) : 0;
}
