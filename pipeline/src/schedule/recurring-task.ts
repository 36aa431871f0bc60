import { MINUTE_MS } from '@feedflow/shared/durations';
import { errorMessage } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/process/log';
import { Cron } from 'croner';

export interface RecurringTask {
  /** Begins, where it was created paused. */
  start(): void;
  /** Aborted by `close`, so that what runs can end after its current step. */
  closing: AbortSignal;
  /** Begins no more; resolves when what runs has ended. */
  close(): Promise<void>;
}

/**
 * Performs something again and again, never twice at once. What fails is logged, and performed again the next time.
 *
 * @param options.pattern of croner, with or without seconds. failure: what the log says
 */
export function createRecurringTask(
  { log }: { log: Pick<Log, 'warn'> },
  { pattern, failure, paused = false }: { pattern: string; failure: string; paused?: boolean },
  perform: () => Promise<unknown>,
): RecurringTask {
  const closing = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const timer = new Cron(pattern, { protect: true, paused }, () => {
    running = perform().then(
      () => undefined,
      (error: unknown) => log.warn({ reason: errorMessage(error) }, failure),
    );
    return running;
  });
  return {
    start: () => {
      timer.resume();
    },
    closing: closing.signal,
    close: async () => {
      closing.abort();
      timer.stop();
      await running;
    },
  };
}

/** How often sources are checked for what is due by the time alone, in ms and as a pattern. */
export const FIVE_MINUTES_MS = 5 * MINUTE_MS;
export const EVERY_FIVE_MINUTES = '*/5 * * * *';

/** The beginning of the interval that a time is in, in UTC: what schedulers claim together. */
export function tickOf(now: Date, intervalMs: number): Date {
  return new Date(Math.floor(now.getTime() / intervalMs) * intervalMs);
}
