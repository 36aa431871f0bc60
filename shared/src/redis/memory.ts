import type { Redis } from 'ioredis';
import { errorMessage } from '../errors.ts';
import type { Log } from '../process/log.ts';
import { nodesOf } from './redis-facts.ts';

const LOOK_EVERY_MS = 1_000;

export interface RedisMemory {
  /**
   * Whether Redis has less free memory than it must keep. Checks at most once a second, and counts what was
   * added since. False where Redis has no memory limit, or does not say.
   */
  isShort(): Promise<boolean>;
  /** Counts what this process is about to add, in bytes. */
  noteAdded(bytes: number): void;
}

/**
 * Watches how much of its memory limit (maxmemory) Redis uses.
 *
 * @param options.maxPercent of the limit that may be in use, 1 to 100
 */
export function createRedisMemory(
  deps: { redis: Redis; log: Log },
  options: { maxPercent: number },
): RedisMemory {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<number> = Promise.resolve(Number.POSITIVE_INFINITY);
  let added = 0;

  /** Bytes that may still be added; infinite without a limit. */
  async function roomLeft(): Promise<number> {
    try {
      const rooms = await Promise.all(
        nodesOf(deps.redis).map(async (node) => {
          const info = await node.info('memory');
          const limit = bytesOf(info, 'maxmemory');
          if (limit === 0) return Number.POSITIVE_INFINITY;
          return (limit * options.maxPercent) / 100 - bytesOf(info, 'used_memory');
        }),
      );
      return Math.min(...rooms);
    } catch (error) {
      deps.log.debug({ reason: errorMessage(error, 200) }, 'Redis does not say how much memory it uses');
      return Number.POSITIVE_INFINITY;
    }
  }

  return {
    isShort: async () => {
      if (performance.now() - lookedAt >= LOOK_EVERY_MS) {
        lookedAt = performance.now();
        added = 0;
        looking = roomLeft();
      }
      return (await looking) - added <= 0;
    },
    noteAdded: (bytes) => {
      added += bytes;
    },
  };
}

function bytesOf(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
}
