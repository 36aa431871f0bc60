import { errorMessage } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/process/log';
import { type FetchSlotReports, REPORT_EVERY_MS } from '@feedflow/shared/redis/fetch-slots';
import type { Processor } from '../processors/guard.ts';

export interface SlotWatch {
  /** Counts a processor's jobs as taking a slot each. */
  counted<Result>(processor: Processor<Result>): Processor<Result>;
  close(): Promise<void>;
}

/**
 * Reports every few seconds how many of a worker's slots for feeds are taken. All count as taken while no check finds
 * a free one: a slot that is only free until the next waiting feed takes it does not count as free.
 */
export function startSlotWatch(
  deps: { fetchSlots: FetchSlotReports; log: Log },
  options: { worker: string; slots: number },
): SlotWatch {
  const { worker, slots } = options;
  let busy = 0;
  let allTakenSince: number | null = null;

  async function report(): Promise<void> {
    const now = performance.now();
    if (busy < slots) allTakenSince = null;
    else allTakenSince ??= now;
    const allTakenForMs = allTakenSince === null ? null : Math.round(now - allTakenSince);
    try {
      await deps.fetchSlots.report(worker, { slots, busy, allTakenForMs });
    } catch (error) {
      deps.log.debug({ reason: errorMessage(error, 200) }, 'the slots for feeds were not reported');
    }
  }

  const timer = setInterval(() => void report(), REPORT_EVERY_MS);
  void report();

  return {
    counted: (processor) => async (job, token, signal) => {
      busy += 1;
      try {
        return await processor(job, token, signal);
      } finally {
        busy -= 1;
      }
    },
    close: async () => {
      clearInterval(timer);
      await deps.fetchSlots.withdraw(worker).catch(() => undefined);
    },
  };
}
