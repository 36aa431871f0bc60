import type { Db } from 'mongodb';

interface EndedSession {
  /** The session's id. */
  _id: string;
  /** MongoDB removes it then. */
  expiresAt: Date;
}

export type EndedSessions = ReturnType<typeof createEndedSessions>;

/**
 * The `ended_sessions` collection: sessions of the dashboard that were logged out before their time was over, until
 * it is. By it, logging out at one dashboard process ends a session at all of them.
 */
export function createEndedSessions(db: Db) {
  const collection = db.collection<EndedSession>('ended_sessions');

  return {
    /** Records that a session has ended. @param expiresAt by when its time is over in any case */
    async add(id: string, expiresAt: Date): Promise<void> {
      await collection.updateOne({ _id: id }, { $set: { expiresAt } }, { upsert: true });
    },

    async has(id: string): Promise<boolean> {
      return (await collection.countDocuments({ _id: id }, { limit: 1 })) > 0;
    },
  };
}
