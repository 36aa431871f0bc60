import type { Db, Document } from 'mongodb';
import { type Run, type RunCounters, type RunStatus, runCounters, runStatus } from '../../model/run.ts';
import { isDuplicateKey } from '../errors.ts';

/** What is added up of a run. */
export interface CountedRun extends RunCounters {
  runId: string;
  sourceName: string;
  startedAt: Date;
  status: RunStatus;
  durationMs: number;
}

/** What was removed of the runs of one source. */
export interface RemovedOfSource extends RunCounters {
  sourceName: string;
  firstDay: Date;
  lastDay: Date;
  runs: Record<RunStatus, number>;
  durationMs: number;
}

/** The runs of a source that began on one day (UTC) and were removed, added up. */
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
 * The `run_totals` collection. A run is counted in the same write that marks it as being removed, so that a
 * crash between its count and its removal neither loses it nor counts it twice.
 */
export function createRunTotals(db: Db) {
  const collection = db.collection<RunTotals>('run_totals');
  const importLogs = db.collection<Run>('import_logs');

  return {
    /** Counts a run about to be removed. To do it again does nothing. @returns whether this call counted it */
    async add(run: CountedRun): Promise<boolean> {
      const { sourceName } = run;
      const day = dayOf(run);
      const addOnce = async (_id: string) => {
        await collection.updateOne(
          { _id, sourceName, 'removing.runId': { $ne: run.runId } },
          { $setOnInsert: { day }, $inc: amountsOf(run, 1), $push: { removing: run } },
          { upsert: true },
        );
        return true;
      };
      const id = `${day.toISOString().slice(0, 10)} ${sourceName}`;
      try {
        return await addOnce(id);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        // The day exists: it has this run in it, or another writer has just created it.
        if (await collection.findOne({ 'removing.runId': run.runId, day })) return false;
        const found = await collection.findOne({ _id: id }, { projection: { sourceName: 1 } });
        // Or it belongs to a source that had this name.
        return addOnce(found?.sourceName === sourceName ? id : `${id} ${run.runId}`);
      }
    },

    /** Uncounts a run that is to stay after all. */
    async takeBack(run: CountedRun): Promise<void> {
      await collection.updateOne(
        { 'removing.runId': run.runId, day: dayOf(run) },
        { $inc: amountsOf(run, -1), $pull: { removing: { runId: run.runId } } },
      );
    },

    /** Records that a counted run is completely removed. */
    async settle(run: CountedRun): Promise<void> {
      await collection.updateOne(
        { 'removing.runId': run.runId, day: dayOf(run) },
        { $pull: { removing: { runId: run.runId } } },
      );
    },

    /** Gives the totals of a source its new name. */
    async rename(from: string, to: string): Promise<void> {
      await collection.updateMany({ sourceName: from }, { $set: { sourceName: to } });
    },

    /** Runs whose removal was begun and not ended. */
    async unsettled(): Promise<CountedRun[]> {
      const found = await collection
        .find({ 'removing.runId': { $gt: '' } }, { projection: { removing: 1 } })
        .toArray();
      return found.flatMap(({ removing }) => removing);
    },

    /**
     * Adds up, source by source, the counters of removed runs: a run is either in here or in
     * `import_logs`.
     *
     * @param range runs that began on days (UTC) from the first timestamp on and before the second
     */
    async removedOf(range: { from?: Date; to?: Date; sourceName?: string }): Promise<RemovedOfSource[]> {
      const found = await collection.aggregate<SummedDays>(sumOfDays(range)).toArray();
      const counted = found.flatMap(({ removing }) => removing.flat());
      const staying = await importLogs.distinct('runId', {
        runId: { $in: counted.map(({ runId }) => runId) },
      });
      return found.map((sum) => without(sum, new Set(staying))).filter(hasRuns);
    },
  };
}

export function toCounted(
  run: Pick<Run, 'runId' | 'sourceName' | 'startedAt' | 'status' | 'meta'> & RunCounters,
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

function dayOf({ startedAt }: CountedRun): Date {
  return new Date(startedAt.toISOString().slice(0, 10));
}

function amountsOf(run: CountedRun, sign: 1 | -1): Record<string, number> {
  const amounts: Record<string, number> = {
    ...runCounters.parse(run),
    durationMs: run.durationMs,
    [`runs.${run.status}`]: 1,
  };
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount * sign]));
}

interface SummedDays extends RemovedOfSource {
  /** Of the days that have any. */
  removing: CountedRun[][];
}

const statuses = runStatus.options;

function sumOfDays({ from, to, sourceName }: { from?: Date; to?: Date; sourceName?: string }): Document[] {
  const day = { ...(from && { $gte: from }), ...(to && { $lt: to }) };
  const names = [...Object.keys(runCounters.shape), 'durationMs'];
  const sums = Object.fromEntries(names.map((name) => [name, { $sum: `$${name}` }]));
  const byStatus = Object.fromEntries(statuses.map((status) => [status, { $sum: `$runs.${status}` }]));
  const some = { $gt: [{ $size: '$removing' }, 0] };
  return [
    { $match: { ...(from || to ? { day } : {}), ...(sourceName === undefined ? {} : { sourceName }) } },
    // A day is left with none where its runs were to stay after all.
    { $match: { $expr: { $gt: [{ $sum: statuses.map((status) => `$runs.${status}`) }, 0] } } },
    {
      $group: {
        _id: '$sourceName',
        firstDay: { $min: '$day' },
        lastDay: { $max: '$day' },
        ...sums,
        ...byStatus,
        removing: { $push: { $cond: [some, '$removing', '$$REMOVE'] } },
      },
    },
    {
      $addFields: {
        sourceName: '$_id',
        runs: Object.fromEntries(statuses.map((status) => [status, `$${status}`])),
      },
    },
    { $project: { _id: 0, ...Object.fromEntries(statuses.map((status) => [status, 0])) } },
  ];
}

/** Takes those runs out of a sum that are counted in it and are still there. */
function without({ removing, ...sum }: SummedDays, staying: ReadonlySet<string>): RemovedOfSource {
  const rest: RemovedOfSource = { ...sum, runs: { ...sum.runs } };
  for (const run of removing.flat().filter(({ runId }) => staying.has(runId))) {
    rest.runs[run.status] -= 1;
    rest.durationMs -= run.durationMs;
    // Those that an earlier version counted lack a counter.
    for (const [name, count] of Object.entries(runCounters.parse(run)))
      rest[name as keyof RunCounters] -= count;
  }
  return rest;
}

function hasRuns({ runs }: RemovedOfSource): boolean {
  return Object.values(runs).some((count) => count > 0);
}
