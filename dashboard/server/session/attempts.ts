import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 600;
const PER_ADDRESS = 10;
/** An address can be made up where no proxy sets it: together they have this many tries. */
const IN_ALL = 200;

export interface Attempts {
  /** Counts a try. @returns how many seconds to wait before the next, or null where this one is allowed */
  begin(address: string): Promise<number | null>;
  /** Takes a try back that turned out to be right, and all wrong ones of its address. */
  succeed(address: string): Promise<void>;
}

/** Bounds how often passwords can be guessed, within this process. */
export function createAttempts(): Attempts {
  const perAddress = new RateLimiterMemory({ points: PER_ADDRESS, duration: WINDOW_SECONDS });
  const inAll = new RateLimiterMemory({ points: IN_ALL, duration: WINDOW_SECONDS });
  return {
    async begin(address) {
      try {
        await perAddress.consume(address);
        await inAll.consume('all');
        return null;
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      }
    },
    async succeed(address) {
      await perAddress.delete(address);
      await inAll.reward('all');
    },
  };
}
