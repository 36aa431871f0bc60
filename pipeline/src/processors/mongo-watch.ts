import { errorCode } from '@feedflow/shared/errors';
import type { Log } from '@feedflow/shared/log';
import { isMongoUnavailable } from '@feedflow/shared/mongo/unavailable';
import { within } from '@feedflow/shared/within';

const PING_EVERY_MS = 1_000;
const PING_TIMEOUT_MS = 2_000;

export interface MongoWatch {
  /**
   * Whether a job failed because MongoDB is away, not for a fault of its own. A job that took too long is
   * given the benefit of the doubt: MongoDB is asked.
   */
  isAway(error: unknown): Promise<boolean>;
  /** MongoDB was found away: no jobs are taken until it answers. */
  hold(): void;
  /** Stops asking. */
  close(): void;
}

/**
 * Sees to it that a worker takes no jobs while MongoDB is away, so that a long outage does not turn every
 * job over and over. Says so once, and once when it is over.
 *
 * @param gate how to stop and to go on taking jobs
 */
export function createMongoWatch(
  deps: { pingMongo(): Promise<unknown>; log: Log },
  gate: { pause(): void; resume(): void },
): MongoWatch {
  let awaySince: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function answers(): Promise<boolean> {
    const ping = within(deps.pingMongo(), PING_TIMEOUT_MS, () => new Error('no answer'));
    return ping.then(
      () => true,
      () => false,
    );
  }

  async function look(): Promise<void> {
    const isBack = await answers();
    if (closed || awaySince === undefined) return;
    if (!isBack) {
      timer = setTimeout(() => void look(), PING_EVERY_MS);
      return;
    }
    const awayMs = Math.round(performance.now() - awaySince);
    awaySince = undefined;
    deps.log.info({ awayMs }, 'MongoDB answers again: jobs are taken');
    gate.resume();
  }

  return {
    isAway: async (error) =>
      isMongoUnavailable(error) || (errorCode(error) === 'batch-timeout' && !(await answers())),
    hold: () => {
      if (closed || awaySince !== undefined) return;
      awaySince = performance.now();
      deps.log.warn('MongoDB is away: no jobs are taken until it answers');
      gate.pause();
      void look();
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
