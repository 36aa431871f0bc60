import type { Db } from 'mongodb';
import type { Acknowledgement } from '../model/acknowledgement.ts';

type StoredAcknowledgement = Omit<Acknowledgement, 'item'> & {
  /** The id of the attention item. MongoDB removes the document at `expiresAt`. */
  _id: string;
};

export type Acknowledgements = ReturnType<typeof createAcknowledgements>;

/** More are neither listed nor shown. */
const MAX_LISTED = 1_000;

/** The `acknowledgements` collection: attention items that users acknowledged or snoozed, one document for each. */
export function createAcknowledgements(db: Db) {
  const collection = db.collection<StoredAcknowledgement>('acknowledgements');

  return {
    /** Those that have not expired, the newest first, at most 1,000. */
    async list(now: Date): Promise<Acknowledgement[]> {
      const found = await collection
        .find({ expiresAt: { $gt: now } })
        .sort({ at: -1, _id: 1 })
        .limit(MAX_LISTED)
        .toArray();
      return found.map(({ _id, ...stored }) => ({ item: _id, ...stored }));
    },

    /** Replaces an earlier one of the same item. */
    async put({ item, ...stored }: Acknowledgement): Promise<void> {
      await collection.replaceOne({ _id: item }, stored, { upsert: true });
    },

    /** @returns whether there was one */
    async remove(item: string): Promise<boolean> {
      return (await collection.deleteOne({ _id: item })).deletedCount === 1;
    },

    /** Removes those of items whose condition ended at `before`. What applies to any state stays. Idempotent. */
    async endOf(items: readonly string[], before: Date): Promise<void> {
      await collection.deleteMany({ _id: { $in: [...items] }, state: { $ne: null }, at: { $lte: before } });
    },

    /** Gives an item its new id; one that has this id stays. Idempotent. */
    async rename(from: string, to: string): Promise<void> {
      const found = await collection.findOne({ _id: from });
      if (!found) return;
      const { _id, ...stored } = found;
      await collection.updateOne({ _id: to }, { $setOnInsert: stored }, { upsert: true });
      await collection.deleteOne({ _id });
    },

    /** Removes all of these items. */
    async removeAll(items: readonly string[]): Promise<void> {
      await collection.deleteMany({ _id: { $in: [...items] } });
    },
  };
}
