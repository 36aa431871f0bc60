import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage } from '@feedflow/shared/errors';
import type { JobSearch } from '@feedflow/shared/mongo/jobs/job-search';
import type { Log } from '@feedflow/shared/process/log';

const RETRY_MS = 10_000;

/**
 * Creates the text index of the jobs in the background, and tries again until it is there: on millions of jobs this
 * takes longer than a call to MongoDB may.
 */
export function keepTextIndex({ log, jobSearch }: { log: Log; jobSearch: JobSearch }): {
  stop(): Promise<void>;
} {
  const stopped = new AbortController();
  const work = (async () => {
    for (let isFirst = true; !stopped.signal.aborted; isFirst = false) {
      try {
        return await jobSearch.ensureTextIndex();
      } catch (error) {
        if (isFirst && !stopped.signal.aborted)
          log.info({ reason: errorMessage(error) }, 'the text index of the jobs is not there yet');
      }
      await sleep(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopped.abort();
      // A build under way continues in MongoDB.
      await Promise.race([work, sleep(100)]);
    },
  };
}
