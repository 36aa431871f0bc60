import type { Db } from 'mongodb';
import type { FetchRef } from '../runs/run-fetches.ts';

/** The text of a record, as it stood in the feed. */
export interface RawRecord {
  /** 0-based place in the feed. */
  position: number;
  text: string;
}

/** With the fetch attempt that read it. */
interface StoredRecord extends FetchRef {
  /** The run and the position. */
  _id: string;
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
    async keep(fetch: FetchRef, records: readonly RawRecord[], expiresAt: Date): Promise<void> {
      if (records.length === 0) return;
      const { runId, attempt, fetchAttempt } = fetch;
      await collection.bulkWrite(
        records.map(({ position, text }) => ({
          replaceOne: {
            filter: { _id: idOf(runId, position) },
            replacement: { runId, attempt, fetchAttempt, text, expiresAt },
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

    /** Removes what the fetch attempts of a run before this one kept. */
    async removeEarlier({ runId, attempt, fetchAttempt }: FetchRef): Promise<void> {
      const own = { attempt, fetchAttempt: { $gte: fetchAttempt } };
      await collection.deleteMany({ runId, $nor: [own] });
    },

    async removeOf(runId: string): Promise<void> {
      await collection.deleteMany({ runId });
    },
  };
}
