import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from 'mongodb';
import type { FeedflowError } from '../../errors.ts';
import { type StoredLease, whileLeased } from '../lease.ts';

/** The lock of a process that died is free again after this. */
const LEASE_MS = 10_000;
const LOOK_AGAIN_MS = 50;

export type SourceLocks = ReturnType<typeof createSourceLocks>;

/**
 * Locks of sources, in the `claims` collection. Who closes jobs of a source beside its runs holds its lock. Who locks
 * one looks for a running run afterwards, and a run looks for a lock after it is stored as running: so one of the two
 * sees the other.
 */
export function createSourceLocks(db: Db) {
  const collection = db.collection<StoredLease>('claims');
  const idOf = (sourceUrl: string) => `closing ${sourceUrl}`;

  /** @param by only a lock of this holder */
  async function isLocked(sourceUrl: string, by: { holder?: string } = {}): Promise<boolean> {
    const held = { _id: idOf(sourceUrl), ...by, $expr: { $gte: ['$until', '$$NOW'] } };
    return (await collection.findOne(held, { projection: { _id: 1 } })) !== null;
  }

  return {
    /**
     * Works while the source of a feed is locked.
     *
     * @param work calls `assertLocked` before each step: a process that stood still for a time may have lost its lock
     * @param refusal the error where another process has locked it, or this one has lost its lock
     */
    whileLocked<T>(
      sourceUrl: string,
      {
        work,
        refusal,
      }: { work: (assertLocked: () => Promise<void>) => Promise<T>; refusal: () => FeedflowError },
    ): Promise<T> {
      const assertLockedBy = async (holder: string) => {
        if (!(await isLocked(sourceUrl, { holder }))) throw refusal();
      };
      return whileLeased(collection, idOf(sourceUrl), {
        leaseMs: LEASE_MS,
        work: (holder) => work(() => assertLockedBy(holder)),
        refusal,
      });
    },

    /** Whether somebody closes jobs of a source: a run of it that is stored as running may wait for that. */
    isLocked: (sourceUrl: string): Promise<boolean> => isLocked(sourceUrl),

    /**
     * Waits until nobody closes jobs of a source, which may take minutes. To be called when a run of it is stored as
     * running: from then on nobody can begin to.
     */
    async waitUntilUnlocked(sourceUrl: string): Promise<void> {
      while (await isLocked(sourceUrl)) await sleep(LOOK_AGAIN_MS);
    },
  };
}
