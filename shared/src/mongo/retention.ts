import type { Collection, Db, Document, Filter } from 'mongodb';
import type { StoredJob } from '../model/job.ts';
import type { Run } from '../model/run.ts';
import type { StoredBatch } from './batches/stored-batch.ts';
import { createRawRecords } from './jobs/raw-records.ts';
import { firstIdAt } from './object-ids.ts';
import { type CountedRun, toCounted } from './runs/run-totals.ts';

export type RetentionStore = ReturnType<typeof createRetentionStore>;

/** What is removed once it is old: every call is one small step, and says how much it did. */
export function createRetentionStore(db: Db) {
  const runs = db.collection<Run>('import_logs');
  const batches = db.collection<StoredBatch>('import_batches');
  const jobs = db.collection<StoredJob>('jobs');
  const audit = db.collection('audit_log');
  const rawRecords = createRawRecords(db);

  return {
    /** Runs that ended before `before`, the oldest first. A run that runs again has no end. */
    async runsEndedBefore(before: Date, limit: number): Promise<CountedRun[]> {
      const found = await runs
        .find({ finishedAt: { $lt: before } })
        .project<Run>({ failures: 0, fetch: 0, attempts: 0, pastFetches: 0 })
        .sort({ finishedAt: 1 })
        .limit(limit)
        .toArray();
      return found.map(toCounted);
    },

    /**
     * Removes a run that ended before `before`, and the texts that are kept of its records.
     *
     * @returns removed by this call; gone before it; or kept, because it runs, ended later, or has another name by now
     */
    async removeRun(
      { runId, sourceName }: Pick<Run, 'runId' | 'sourceName'>,
      before: Date,
    ): Promise<'removed' | 'gone' | 'kept'> {
      const old = { runId, sourceName, finishedAt: { $lt: before } };
      const isRemoved = (await runs.deleteOne(old)).deletedCount === 1;
      if (!isRemoved && (await runs.findOne({ runId }, { projection: { _id: 1 } }))) return 'kept';
      await rawRecords.removeOf(runId);
      return isRemoved ? 'removed' : 'gone';
    },

    /** Removes at most `limit` batches of a run. */
    async removeBatches(runId: string, limit: number): Promise<number> {
      return removeSome(batches, { runId }, limit);
    },

    /** Forgets the kept jobs of at most `limit` batches that failed before `before`, of runs that do not run. */
    async forgetPayloads(before: Date, limit: number): Promise<number> {
      // Those may be more than `limit`, and would hide all others.
      const again = await runs.distinct('runId', { status: 'running', attempt: { $gt: 1 } });
      const failed = { payload: { $exists: true }, finishedAt: { $lt: before }, runId: { $nin: again } };
      const found = await batches
        .find(failed, { projection: { runId: 1 } })
        // The index that has only such batches; the planner would not think of it.
        .hint({ runId: 1, attempt: 1 })
        .limit(limit)
        .toArray();
      // A re-run may have begun since.
      const runIds = [...new Set(found.map(({ runId }) => runId))];
      const running = new Set(await runs.distinct('runId', { runId: { $in: runIds }, status: 'running' }));
      const old = found.filter(({ runId }) => !running.has(runId)).map(({ _id }) => _id);
      const result = await batches.updateMany({ _id: { $in: old } }, { $unset: { payload: '' } });
      return result.modifiedCount;
    },

    /** Removes at most `limit` entries of the audit log that were written before `before`. */
    async removeAudit(before: Date, limit: number): Promise<number> {
      return removeSome(audit, { _id: { $lt: firstIdAt(before.getTime()) } }, limit);
    },

    /** Removes at most `limit` jobs that were closed before `before`, and are closed still. */
    async removeClosedJobs(before: Date, limit: number): Promise<number> {
      return removeSome(jobs, { status: 'closed', closedAt: { $lt: before } }, limit);
    },
  };
}

/** Removes documents that match, and match still. @returns how many */
async function removeSome<T extends Document>(
  collection: Collection<T>,
  filter: Filter<T>,
  limit: number,
): Promise<number> {
  const found = collection.find(filter, { projection: { _id: 1 } }).limit(limit);
  const ids = await found.map(({ _id }) => _id).toArray();
  const still = { $and: [{ _id: { $in: ids } }, filter] } as Filter<T>;
  return (await collection.deleteMany(still)).deletedCount;
}
