import type { Db, Filter } from 'mongodb';
import { type Run, type RunCounters, type RunMeta, runCounters } from '../../model/run.ts';
import { withAbsentCounters } from './stored-run.ts';

/** What statistics need of a run. */
export type RunFacts = Pick<Run, 'runId' | 'sourceName' | 'status' | 'startedAt'> &
  RunCounters & { meta: Pick<RunMeta, 'durationMs'> };

export type RunFactsReader = ReturnType<typeof createRunFacts>;

/** Plain fields only: a computed one makes MongoDB rebuild each document, which takes 50 % longer. */
const projection = {
  _id: 0,
  runId: 1,
  sourceName: 1,
  status: 1,
  startedAt: 1,
  'meta.durationMs': 1,
  ...Object.fromEntries(Object.keys(runCounters.shape).map((name) => [name, 1])),
};
const ROWS_AT_A_TIME = 2_000;

/** Reads `import_logs` for statistics: many runs, few fields, handed over as they come from the network. */
export function createRunFacts(db: Db) {
  const collection = db.collection<Run>('import_logs');

  async function* read(filter: Filter<Run>): AsyncGenerator<RunFacts[]> {
    const cursor = collection.find(filter, { batchSize: ROWS_AT_A_TIME }).project<RunFacts>(projection);
    try {
      while (await cursor.hasNext()) yield cursor.readBufferedDocuments().map(withAbsentCounters);
    } finally {
      await cursor.close();
    }
  }

  return {
    /** Runs begun at or after `from` and before `to`. */
    startedBetween: (from: Date, to: Date) => read({ startedAt: { $gte: from, $lt: to } }),

    /** The number of runs begun at or after `from` and, if it is given, before `to`. */
    countStarted: (from: Date, to?: Date) =>
      collection.countDocuments({ startedAt: { $gte: from, ...(to && { $lt: to }) } }),

    /**
     * Runs that ended at or after `at`, for the first time or again, or closed since then the jobs that they held back,
     * or whose source was renamed since.
     */
    changedSince(at: Date) {
      const since = { $gte: at };
      return read({ $or: [{ finishedAt: since }, { 'removal.confirmedAt': since }, { renamedAt: since }] });
    },

    running: () => read({ status: 'running' }),

    /** Those of these runs that are still there. */
    withIds: (runIds: string[]) => read({ runId: { $in: runIds } }),
  };
}
