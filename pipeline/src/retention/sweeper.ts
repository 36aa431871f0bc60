import { errorMessage } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/log';
import type { Claims } from '@feedflow/shared/mongo/claims';
import { Cron } from 'croner';
import { type RetentionDays, type SweepDeps, type Swept, sweep } from './sweep.ts';

export interface Sweeper {
  /** The sweep of one hour. @returns what it removed; null where another scheduler has taken the hour */
  sweepHour(hour: Date): Promise<Swept | null>;
  /** Ends a sweep under way after its step. */
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
/** What a sweep has not done by then is for the next one, which may be another scheduler's. */
const SWEEP_TIMEOUT_MS = 3_000_000;
/** Off the full hour, when most feeds are due. */
const EVERY_HOUR = '23 * * * *';

/** Removes what is old, once an hour, in whichever scheduler comes first. */
export function createSweeper(
  deps: SweepDeps & { database: { claims: Claims }; log: Log },
  days: RetentionDays,
): Sweeper {
  const closing = new AbortController();

  async function sweepHour(hour: Date): Promise<Swept | null> {
    if (!(await deps.database.claims.claim('retention', hour))) return null;
    const inTime = AbortSignal.any([closing.signal, AbortSignal.timeout(SWEEP_TIMEOUT_MS)]);
    const swept = await sweep(deps, days, inTime);
    if (Object.values(swept).some((count) => count > 0)) deps.log.info(swept, 'old data removed');
    return swept;
  }

  let sweeping: Promise<void> = Promise.resolve();
  const timer = new Cron(EVERY_HOUR, { protect: true }, () => {
    const hour = new Date(Math.floor(deps.clock().getTime() / HOUR_MS) * HOUR_MS);
    sweeping = sweepHour(hour).then(
      () => undefined,
      (error: unknown) => deps.log.warn({ reason: errorMessage(error) }, 'old data could not be removed'),
    );
    return sweeping;
  });

  return {
    sweepHour,
    close: async () => {
      timer.stop();
      closing.abort();
      await sweeping;
    },
  };
}
