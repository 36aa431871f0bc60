import type { Db } from 'mongodb';
import type { Migration } from './migration.ts';

/** As kept: what a program that does not know the migration has to know about it. */
interface AppliedMigration extends Pick<Migration, 'collection' | 'version' | 'olderMayRun'> {
  _id: string;
  appliedAt: Date;
}

/** Shares the collection with the migrations that were applied. */
export const LEASE_ID = 'lease';

export type AppliedMigrations = ReturnType<typeof createAppliedMigrations>;

/** Which migrations the database went through: the `schema_migrations` collection, but for the lease in it. */
export function createAppliedMigrations(db: Db) {
  const collection = db.collection<AppliedMigration>('schema_migrations');
  return {
    list(): Promise<AppliedMigration[]> {
      return collection
        .find({ _id: { $ne: LEASE_ID } })
        .sort({ _id: 1 })
        .toArray();
    },

    /** Writes down that a migration was applied. To do it again does nothing. */
    async add({ name, collection: of, version, olderMayRun }: Migration, at: Date): Promise<void> {
      await collection.updateOne(
        { _id: name },
        { $setOnInsert: { collection: of, version, olderMayRun, appliedAt: at } },
        { upsert: true },
      );
    },
  };
}
