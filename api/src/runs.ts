import { FeedflowError } from '@feedflow/shared/errors';
import type { ImportLog, ImportLogPage } from '@feedflow/shared/import-log';
import type { Database } from '@feedflow/shared/mongo/database';
import type { RunQuery } from '@feedflow/shared/mongo/import-logs';
import { withLiveTotals } from '@feedflow/shared/run/outcome';

export interface Runs {
  /** A page of runs, newest first; those still running carry their totals of this moment. */
  list(query: RunQuery): Promise<ImportLogPage>;
  /** @throws FeedflowError 'run-unknown' */
  get(runId: string): Promise<ImportLog>;
}

/** Reads runs the way they are answered: both the plain routes and the stream's snapshots come from here. */
export function createRuns({ importLogs, importBatches }: Database): Runs {
  async function live<T extends Pick<ImportLog, 'runId' | 'status'>>(run: T) {
    return run.status === 'running' ? await importBatches.sums(run.runId) : null;
  }

  return {
    list: async (query) => {
      const { items, nextCursor } = await importLogs.list(query);
      const answered = items.map(async (run) => {
        const sums = await live(run);
        const { fetch: _fetch, ...summary } = sums ? withLiveTotals(run, sums) : run;
        return summary;
      });
      return { items: await Promise.all(answered), nextCursor };
    },
    get: async (runId) => {
      const run = await importLogs.find(runId);
      if (!run) throw new FeedflowError('run-unknown', `there is no run ${runId}`);
      const sums = await live(run);
      return sums ? withLiveTotals(run, sums) : run;
    },
  };
}
