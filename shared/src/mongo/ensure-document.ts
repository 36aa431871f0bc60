import type { Collection, Filter, UpdateFilter } from 'mongodb';
import { isDuplicateKey } from './errors.ts';

/** Stores a document unless there is one with its id. Several processes may do so at the same time. */
export async function ensureDocument<T extends { _id: string }>(
  collection: Collection<T>,
  { _id, ...fields }: T,
): Promise<void> {
  const added = { $setOnInsert: fields } as unknown as UpdateFilter<T>;
  try {
    await collection.updateOne({ _id } as Filter<T>, added, { upsert: true });
  } catch (error) {
    // Another process stored it meanwhile.
    if (!isDuplicateKey(error)) throw error;
  }
}
