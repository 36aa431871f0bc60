import { type Db, MongoServerError } from 'mongodb';
import { type ImportLog, type RunCounters, type RunStatus, runCounters } from '../import-log.ts';
import { DUPLICATE_KEY } from './jobs.ts';

/** What is added up of a run. */
export interface CountedRun extends RunCounters {
  runId: string;
  sourceName: string;
  startedAt: Date;
  status: RunStatus;
  durationMs: number;
}

/** The runs of a source that began on one day (UTC) and are kept no more, added up. */
export interface RunTotals extends RunCounters {
  _id: string;
  sourceName: string;
  day: Date;
  runs: Partial<Record<RunStatus, number>>;
  durationMs: number;
  /** Runs that are counted here and not yet gone with all that belongs to them. */
  removing: CountedRun[];
}

export type RunTotalsStore = ReturnType<typeof createRunTotals>;

/**
 * The `run_totals` collection. A run is counted in the very write that notes it as being removed, so that a
 * crash between its count and its removal neither loses it nor counts it twice.
 */
export function createRunTotals(db: Db) {
  const collection = db.collection<RunTotals>('run_totals');

  return {
    /** Counts a run about to be removed. To do it again does nothing. @returns whether this call counted it */
    async add(run: CountedRun): Promise<boolean> {
      const { _id, day } = placeOf(run);
      const addOnce = async () => {
        await collection.updateOne(
          { _id, 'removing.runId': { $ne: run.runId } },
          {
            $setOnInsert: { sourceName: run.sourceName, day },
            $inc: amountsOf(run, 1),
            $push: { removing: run },
          },
          { upsert: true },
        );
        return true;
      };
      try {
        return await addOnce();
      } catch (error) {
        if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
        // The day is there: with this run in it, or made by another writer a moment ago.
        return (await collection.findOne({ _id, 'removing.runId': run.runId })) ? false : addOnce();
      }
    },

    /** Uncounts a run that is to stay after all. */
    async takeBack(run: CountedRun): Promise<void> {
      await collection.updateOne(
        { _id: placeOf(run)._id, 'removing.runId': run.runId },
        { $inc: amountsOf(run, -1), $pull: { removing: { runId: run.runId } } },
      );
    },

    /** Notes that nothing is left of a counted run. */
    async settle(run: CountedRun): Promise<void> {
      await collection.updateOne({ _id: placeOf(run)._id }, { $pull: { removing: { runId: run.runId } } });
    },

    /** Runs whose removal was begun and not ended. */
    async unsettled(): Promise<CountedRun[]> {
      const found = await collection
        .find({ 'removing.runId': { $gt: '' } }, { projection: { removing: 1 } })
        .toArray();
      return found.flatMap(({ removing }) => removing);
    },
  };
}

export function toCounted(
  run: Pick<ImportLog, 'runId' | 'sourceName' | 'startedAt' | 'status' | 'meta'> & RunCounters,
): CountedRun {
  const { runId, sourceName, startedAt, status, meta } = run;
  return {
    runId,
    sourceName,
    startedAt,
    status,
    durationMs: meta.durationMs ?? 0,
    ...runCounters.parse(run),
  };
}

function placeOf({ sourceName, startedAt }: CountedRun): { _id: string; day: Date } {
  const date = startedAt.toISOString().slice(0, 10);
  return { _id: `${date} ${sourceName}`, day: new Date(date) };
}

function amountsOf(run: CountedRun, sign: 1 | -1): Record<string, number> {
  const amounts: Record<string, number> = {
    ...runCounters.parse(run),
    durationMs: run.durationMs,
    [`runs.${run.status}`]: 1,
  };
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount * sign]));
}
