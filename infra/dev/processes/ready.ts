import { setTimeout as sleep } from 'node:timers/promises';
import { FeedflowError } from '@feedflow/shared/errors';
import type { Child } from './child.ts';
import { explainExit } from './log-file.ts';

const POLL_INTERVAL_MS = 100;
const PROBE_TIMEOUT_MS = 5_000;

/**
 * Waits until `url` responds with a status below 400.
 *
 * @throws FeedflowError 'service-unavailable' with the last lines of the process's log after `timeoutMs`
 */
export async function waitUntilResponds(
  url: string,
  child: Child,
  options: { timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  const deadline = performance.now() + options.timeoutMs;
  let last = 'no response';
  while (performance.now() < deadline) {
    options.signal.throwIfAborted();
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
      await response.body?.cancel();
      if (response.status < 400) return;
      last = `status ${response.status}`;
    } catch {
      // Not listening yet.
    }
    await sleep(POLL_INTERVAL_MS);
  }
  const what = `${child.name} was not ready within ${options.timeoutMs / 1000} s (${url}: ${last})`;
  throw new FeedflowError(
    'service-unavailable',
    child.logFile ? await explainExit(what, child.logFile) : what,
  );
}
