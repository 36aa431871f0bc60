import { FeedflowError } from '@feedflow/shared/errors';
import { expect, test } from 'vitest';
import { retryDelayMs, toRetry } from './retry-delay.ts';

const busy = (retryAfterMs?: number) =>
  new FeedflowError('feed-http-error', 'busy', { details: { retryAfterMs } });

test.each([
  ['no delay', undefined, 1_000, 2_000],
  ['a time in the past', 0, 1_000, 2_000],
  ['a shorter delay than usual', 500, 1_000, 2_000],
  ['a longer one', 60_000, 60_000, 60_000],
  ['a day', 86_400_000, 600_000, 600_000],
])('after a server requested %s, the second retry waits from %j', (_, requested, least, most) => {
  const error = busy(requested);
  const delays = Array.from({ length: 50 }, () => retryDelayMs(2, 'exponential', error));
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(least);
  expect(Math.max(...delays)).toBeLessThanOrEqual(most);
  const retry = toRetry({ attemptsMade: 1, opts: { attempts: 3 } }, error, new Date());
  expect(retry.withinMs).toBe(most);
});
