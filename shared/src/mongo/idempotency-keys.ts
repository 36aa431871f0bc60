import type { Db } from 'mongodb';
import { DAY_MS, MINUTE_MS } from '../durations.ts';
import { isDuplicateKey } from './errors.ts';

/** The response to the first request of a command. */
export interface KeptResponse {
  status: number;
  /** The body of the response as JSON. */
  body: string;
}

interface StoredKey {
  /** A hash of the client, the operation and the key. */
  _id: string;
  /** A hash of the request: the same key with another request is an error. */
  requestHash: string;
  /** Null until the request is done. */
  answer: KeptResponse | null;
  /** Until when a request under way holds the key. */
  heldUntil: Date;
  expiresAt: Date;
}

export type KeyAcquisition =
  | { state: 'acquired' }
  | { state: 'done'; response: KeptResponse }
  | { state: 'in-use' }
  | { state: 'other-request' };

export type IdempotencyKeys = ReturnType<typeof createIdempotencyKeys>;

const KEPT_MS = DAY_MS;
/** After this, a key held by a process that died can be taken again. */
const HELD_MS = MINUTE_MS;
/** How often a process that is still performing its request calls `hold`. */
export const HOLD_EVERY_MS = HELD_MS / 3;

/** The `idempotency_keys` collection: the responses of commands, for clients that retry. */
export function createIdempotencyKeys(db: Db) {
  const collection = db.collection<StoredKey>('idempotency_keys');

  return {
    /** Takes a key for one request. Of concurrent requests with the same key, one gets it. */
    async acquire(id: string, requestHash: string, now: Date): Promise<KeyAcquisition> {
      const heldUntil = new Date(now.getTime() + HELD_MS);
      const expiresAt = new Date(now.getTime() + KEPT_MS);
      try {
        // Matches a key that is forgotten or was left behind; where another holds it, the insert is refused.
        await collection.updateOne(
          {
            _id: id,
            $or: [{ expiresAt: { $lte: now } }, { answer: null, requestHash, heldUntil: { $lte: now } }],
          },
          { $set: { requestHash, answer: null, heldUntil, expiresAt } },
          { upsert: true },
        );
        return { state: 'acquired' };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const held = await collection.findOne({ _id: id });
      if (!held) return { state: 'in-use' };
      if (held.requestHash !== requestHash) return { state: 'other-request' };
      return held.answer ? { state: 'done', response: held.answer } : { state: 'in-use' };
    },

    /** Keeps a key that was acquired for another minute, for a request that is not done yet. */
    async hold(id: string, now: Date): Promise<void> {
      const heldUntil = new Date(now.getTime() + HELD_MS);
      await collection.updateOne({ _id: id, answer: null }, { $set: { heldUntil } });
    },

    async keepResponse(id: string, response: KeptResponse): Promise<void> {
      await collection.updateOne({ _id: id }, { $set: { answer: response } });
    },

    /** Releases the key of a request that failed, so that it can be retried. */
    async release(id: string): Promise<void> {
      await collection.deleteOne({ _id: id, answer: null });
    },
  };
}
