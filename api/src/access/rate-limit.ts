import { FeedflowError } from '@feedflow/shared/errors';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface RateLimit {
  /** Counts a request of a client. @throws FeedflowError 'too-many-requests' */
  countRequest(client: string): Promise<void>;
  /** Counts a wrong token. @throws FeedflowError 'too-many-requests' once it looks like guessing */
  countWrongToken(client: string): Promise<void>;
}

const MINUTE_SECONDS = 60;
const WRONG_TOKENS_PER_MINUTE = 60;

/** Bounds what one client (see client-key.ts) may ask of this process. */
export function createRateLimit(options: { requestsPerMinute: number }): RateLimit {
  const requests = new RateLimiterMemory({ points: options.requestsPerMinute, duration: MINUTE_SECONDS });
  const wrongTokens = new RateLimiterMemory({ points: WRONG_TOKENS_PER_MINUTE, duration: MINUTE_SECONDS });
  return {
    countRequest: (client) =>
      count(requests, client, `more than ${options.requestsPerMinute} requests a minute`),
    countWrongToken: (client) =>
      count(wrongTokens, client, `more than ${WRONG_TOKENS_PER_MINUTE} wrong tokens a minute`),
  };
}

async function count(limiter: RateLimiterMemory, client: string, what: string): Promise<void> {
  try {
    await limiter.consume(client);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw new FeedflowError('too-many-requests', `${what} from this client; wait ${retryAfterSeconds} s`, {
      details: { retryAfterSeconds },
    });
  }
}
