import type { Db } from 'mongodb';
import type { ProcessSettings } from '../model/effective-settings.ts';

type StoredSettings = Omit<ProcessSettings, 'process'> & { _id: ProcessSettings['process'] };

export type ProcessSettingsStore = ReturnType<typeof createProcessSettings>;

/** The `process_settings` collection: the settings of the newest process of each kind. */
export function createProcessSettings(db: Db) {
  const collection = db.collection<StoredSettings>('process_settings');
  return {
    async put({ process, ...settings }: ProcessSettings): Promise<void> {
      await collection.replaceOne({ _id: process }, settings, { upsert: true });
    },
    /** By the kind of process. */
    async list(): Promise<ProcessSettings[]> {
      const stored = await collection.find().sort({ _id: 1 }).toArray();
      return stored.map(({ _id: process, ...settings }) => ({ process, ...settings }));
    },
  };
}
