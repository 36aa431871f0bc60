import type { Run, RunDetails, RunPage, RunSummary } from '@feedflow/shared/model/run';
import type { Database } from '@feedflow/shared/mongo/database';
import type { ListedRun, RunFilter, RunQuery } from '@feedflow/shared/mongo/runs/run-list';
import { sumFailureTotals, withLiveTotals } from '@feedflow/shared/run/outcome';

export interface Runs {
  /** A page of runs; those still running have their current totals. */
  list(query: RunQuery): Promise<RunPage>;
  /** @throws FeedflowError 'run-unknown' */
  get(runId: string): Promise<RunDetails>;
  /** Those of some runs that are there, without attempts and samples. */
  listSome(runIds: readonly string[]): Promise<RunSummary[]>;
  /** @throws FeedflowError 'run-unknown' */
  mustExist(runId: string): Promise<void>;
  /** All runs that are meant, newest first. */
  every(filter: RunFilter): AsyncGenerator<RunSummary>;
}

/** Reads runs as responses have them: both the plain routes and the stream's snapshots come from here. */
export function createRuns({ importLogs, importBatches }: Database): Runs {
  async function withTotals<T extends Parameters<typeof withLiveTotals>[0] & { runId: string }>(
    run: T,
  ): Promise<T> {
    return run.status === 'running' ? withLiveTotals(run, await importBatches.sums(run.runId)) : run;
  }

  function summariesOf(listed: ListedRun[]): Promise<RunSummary[]> {
    return Promise.all(listed.map(async (run) => toSummary(await withTotals(run))));
  }

  async function rerunnable({ runId, status, attempt, failedJobs }: Run) {
    const nothing = status === 'running' || failedJobs === 0;
    return nothing ? { batches: 0, records: 0 } : importBatches.rerunnableSums(runId, attempt);
  }

  /** The reasons of failed records while the run is running: at its end they are stored with it. */
  async function withReasons(run: Run): Promise<Run> {
    if (run.status !== 'running' || run.failedJobs === 0) return run;
    const ofBatches = await importBatches.failureTotals(run.runId);
    return { ...run, failureTotals: sumFailureTotals(run.fetch.failureTotals, ofBatches) };
  }

  return {
    get: async (runId) => {
      const run = await withReasons(await withTotals(await importLogs.get(runId)));
      return { ...run, rerunnable: await rerunnable(run) };
    },
    list: async (query) => {
      const { items, nextCursor } = await importLogs.list(query);
      return { items: await summariesOf(items), nextCursor };
    },
    listSome: async (runIds) => summariesOf(await importLogs.listSome(runIds)),
    mustExist: importLogs.mustExist,
    every: async function* (filter) {
      for await (const run of importLogs.every(filter)) yield toSummary(await withTotals(run));
    },
  };
}

/** Without what is too much for a list. */
function toSummary(run: RunSummary & Partial<Run>): RunSummary {
  const { fetch: _fetch, failures: _failures, attempts: _attempts, ...summary } = run;
  return summary;
}
