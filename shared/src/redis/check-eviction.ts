import type { Redis } from 'ioredis';
import { errorMessage, FeedflowError } from '../errors.ts';
import type { Log } from '../process/log.ts';

const REMEDY =
  'run: redis-cli CONFIG SET maxmemory-policy noeviction (and set it in redis.conf, or in the provider’s settings)';

/**
 * Refuses a Redis that would drop queued work when its memory is full, and warns about one that may drop
 * workers' locks, or if the policy is unknown.
 *
 * @throws FeedflowError 'settings-invalid' for an allkeys policy, with the command that mends it
 */
export async function checkEviction(redis: Redis, log: Log): Promise<void> {
  const policy = await readPolicy(redis, log);
  if (policy === 'noeviction') return;
  if (policy.startsWith('allkeys-')) {
    throw new FeedflowError(
      'settings-invalid',
      `Redis has the maxmemory-policy ${policy}: when its memory is full it drops queued batches without an error; ${REMEDY}`,
    );
  }
  const what =
    policy === '' ? 'Redis does not say its maxmemory-policy' : `Redis has the maxmemory-policy ${policy}`;
  log.warn(`${what}: anything but noeviction may drop keys that queues need when memory is full; ${REMEDY}`);
}

/** From INFO, which providers allow where they forbid CONFIG. */
async function readPolicy(redis: Redis, log: Log): Promise<string> {
  try {
    return /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1] ?? '';
  } catch (error) {
    log.debug({ reason: errorMessage(error) }, 'INFO memory was refused');
    return '';
  }
}
