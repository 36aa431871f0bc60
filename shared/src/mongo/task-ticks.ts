import type { Db } from 'mongodb';
import { ensureDocument } from './ensure-document.ts';
import { latestBelieved } from './server-time.ts';

interface TaskTick {
  _id: string;
  tickAt: Date;
}

export type TaskTicks = ReturnType<typeof createTaskTicks>;

/** The `claims` collection: which tick of a recurring task was taken last. */
export function createTaskTicks(db: Db) {
  const collection = db.collection<TaskTick>('claims');
  return {
    /**
     * Takes a tick of a task. Whatever number of processes see the tick, one gets it. By the database's clock no
     * tick of the future is given out, and one that was taken in the future counts as none.
     */
    async claim(task: string, tickAt: Date): Promise<boolean> {
      await ensureDocument(collection, { _id: task, tickAt: new Date(0) });
      const isBefore = { $lt: ['$tickAt', tickAt] };
      const isOfFuture = { $gt: ['$tickAt', latestBelieved] };
      const isBelieved = { $lte: [tickAt, latestBelieved] };
      const result = await collection.updateOne(
        { _id: task, $expr: { $and: [isBelieved, { $or: [isBefore, isOfFuture] }] } },
        { $set: { tickAt } },
      );
      return result.modifiedCount === 1;
    },
  };
}
