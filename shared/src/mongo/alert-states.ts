import type { Db } from 'mongodb';
import type { AlertCondition } from '../alerts/conditions.ts';

interface AlertState {
  /** Source names have no line ends. */
  _id: string;
  source: string;
  kind: AlertCondition;
  runId: string;
  since: Date;
  /** Of the kind `quality`: the reasons that were reported since it began. */
  reasons?: string[];
}

export type AlertStates = ReturnType<typeof createAlertStates>;

/** The `alert_states` collection: the conditions of sources that were already reported. */
export function createAlertStates(db: Db) {
  const collection = db.collection<AlertState>('alert_states');
  const idOf = (source: string, kind: AlertCondition) => `${source}\n${kind}`;

  return {
    async active(source: string): Promise<AlertCondition[]> {
      const found = await collection.find({ source }, { projection: { kind: 1 } }).toArray();
      return found.map(({ kind }) => kind);
    },

    /** Those of its conditions that were reported after a time. */
    async begunAfter(source: string, at: Date): Promise<AlertCondition[]> {
      const found = collection.find({ source, since: { $gt: at } }, { projection: { kind: 1 } });
      return (await found.toArray()).map(({ kind }) => kind);
    },

    /** Records that a condition was reported. Idempotent. */
    async begin(source: string, kind: AlertCondition, first: { runId: string; at: Date }): Promise<void> {
      const { runId, at } = first;
      await collection.updateOne(
        { _id: idOf(source, kind) },
        { $setOnInsert: { source, kind, runId, since: at } },
        { upsert: true },
      );
    },

    /** The reasons of the quality of a source that were reported; null if none is to recover from. */
    async reportedReasons(source: string): Promise<string[] | null> {
      const found = await collection.findOne({ _id: idOf(source, 'quality') });
      return found && (found.reasons ?? []);
    },

    /** Records that reasons of the quality of a source were reported. Idempotent. */
    async addReasons(source: string, reasons: string[], first: { runId: string; at: Date }): Promise<void> {
      const { runId, at } = first;
      await collection.updateOne(
        { _id: idOf(source, 'quality') },
        {
          $setOnInsert: { source, kind: 'quality', runId, since: at },
          $addToSet: { reasons: { $each: reasons } },
        },
        { upsert: true },
      );
    },

    /** Gives the conditions of a source its new name. Idempotent. */
    async rename(from: string, to: string): Promise<void> {
      for (const { _id, ...state } of await collection.find({ source: from }).toArray()) {
        await collection.updateOne(
          { _id: idOf(to, state.kind) },
          { $setOnInsert: { ...state, source: to } },
          { upsert: true },
        );
        await collection.deleteOne({ _id });
      }
    },

    /** Forgets all conditions of a source. */
    async endAll(source: string): Promise<void> {
      await collection.deleteMany({ source });
    },

    async end(source: string, kinds: readonly AlertCondition[]): Promise<void> {
      if (kinds.length === 0) return;
      await collection.deleteMany({ _id: { $in: kinds.map((kind) => idOf(source, kind)) } });
    },
  };
}
