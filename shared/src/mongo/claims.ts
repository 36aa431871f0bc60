import { type Db, MongoServerError } from 'mongodb';
import { DUPLICATE_KEY } from './jobs.ts';

interface Claim {
  _id: string;
  tickAt: Date;
}

export type Claims = ReturnType<typeof createClaims>;

/** The `claims` collection: which tick of a recurring task was taken last. */
export function createClaims(db: Db) {
  const collection = db.collection<Claim>('claims');
  return {
    /** Takes a tick of a task. Whatever number of processes see the tick, one gets it. */
    async claim(task: string, tickAt: Date): Promise<boolean> {
      try {
        const result = await collection.updateOne(
          { _id: task, tickAt: { $lt: tickAt } },
          { $set: { tickAt } },
          { upsert: true },
        );
        return result.modifiedCount + result.upsertedCount === 1;
      } catch (error) {
        // There is the task, with this tick or a later one.
        if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return false;
        throw error;
      }
    },
  };
}
