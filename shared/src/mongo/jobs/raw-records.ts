import type { Db } from 'mongodb';

/** The text of a record, as it stood in the feed. */
export interface RawRecord {
  /** 0-based place in the feed. */
  position: number;
  text: string;
}

interface StoredRecord {
  /** The run and the position. */
  _id: string;
  runId: string;
  text: string;
  /** MongoDB removes it then. */
  expiresAt: Date;
}

export type RawRecords = ReturnType<typeof createRawRecords>;

/** The `raw_records` collection: what some records of a run looked like, where that is to be kept (STORE_RAW). */
export function createRawRecords(db: Db) {
  const collection = db.collection<StoredRecord>('raw_records');
  const idOf = (runId: string, position: number) => `${runId}-${position}`;

  return {
    /** Keeps records of a run. One that is kept already is replaced. */
    async keep(runId: string, records: readonly RawRecord[], expiresAt: Date): Promise<void> {
      if (records.length === 0) return;
      await collection.bulkWrite(
        records.map(({ position, text }) => ({
          replaceOne: {
            filter: { _id: idOf(runId, position) },
            replacement: { runId, text, expiresAt },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    },

    /** The text of a record; null where it is not kept. */
    async textOf(runId: string, position: number): Promise<string | null> {
      return (await collection.findOne({ _id: idOf(runId, position) }))?.text ?? null;
    },

    async removeOf(runId: string): Promise<void> {
      await collection.deleteMany({ runId });
    },
  };
}
