import type { Db, Filter } from 'mongodb';
import { type ImportLog, type RunCounters, runCounters } from '../import-log.ts';

/** What statistics need of a run. */
export type RunFacts = Pick<ImportLog, 'runId' | 'sourceName' | 'status' | 'startedAt' | 'finishedAt'> &
  RunCounters & { durationMs: number | null };

export type RunFactsReader = ReturnType<typeof createRunFacts>;

const counterFields = Object.fromEntries(Object.keys(runCounters.shape).map((name) => [name, 1]));
const projection = {
  ...{
    _id: 0,
    runId: 1,
    sourceName: 1,
    status: 1,
    startedAt: 1,
    finishedAt: 1,
    durationMs: '$meta.durationMs',
  },
  ...counterFields,
};
const ROWS_AT_A_TIME = 2_000;

/** Reads `import_logs` for statistics: many runs, few fields. */
export function createRunFacts(db: Db) {
  const collection = db.collection<ImportLog>('import_logs');

  const read = (filter: Filter<ImportLog>): AsyncIterable<RunFacts> =>
    collection.find(filter, { batchSize: ROWS_AT_A_TIME }).project<RunFacts>(projection);

  return {
    /** Runs begun at or after `from` and before `to`. */
    startedBetween: (from: Date, to: Date) => read({ startedAt: { $gte: from, $lt: to } }),

    countStartedSince: (from: Date) => collection.countDocuments({ startedAt: { $gte: from } }),

    /** Runs that ended at or after `at`, for the first time or again. */
    endedSince: (at: Date) => read({ finishedAt: { $gte: at } }),

    running: () => read({ status: 'running' }),
  };
}
