import { type Db, type Document, MongoServerError, ObjectId } from 'mongodb';
import type { Migration, MigrationContext } from './migration.ts';

const NAME = 'audit_log';
/** Capped logs that were put aside, to be copied: the name and an id. */
const ASIDE = /^audit_log_capped_[0-9a-f]{24}$/;
const STEP_SIZE = 1_000;
const NAMESPACE_EXISTS = 48;

/** The audit log was a ring of 16 MB, whose entries a flood of new ones pushed out. Now they go by their age. */
export const auditLogUncapped: Migration = {
  name: '0004-audit-log-uncapped',
  collection: NAME,
  version: 1,
  olderMayRun: true,
  up: async ({ db, signal }) => {
    await putAside(db);
    const names = await namesIn(db);
    for (const name of names.filter((one) => ASIDE.test(one))) {
      await copyBack({ db, signal }, name);
      await db.dropCollection(name);
    }
  },
};

async function putAside(db: Db): Promise<void> {
  const [found] = await db.listCollections({ name: NAME }).toArray();
  const isCapped = found && 'options' in found && found.options?.['capped'] === true;
  if (!isCapped) return;
  await db.collection(NAME).rename(`${NAME}_capped_${new ObjectId().toHexString()}`);
  // At once: a program of the previous version that starts now would make a capped one.
  await db.createCollection(NAME).catch((error: unknown) => {
    if (!(error instanceof MongoServerError) || error.code !== NAMESPACE_EXISTS) throw error;
  });
}

async function namesIn(db: Db): Promise<string[]> {
  const found = await db.listCollections({}, { nameOnly: true }).toArray();
  return found.map(({ name }) => name);
}

async function copyBack({ db, signal }: MigrationContext, from: string): Promise<void> {
  const log = db.collection<Document & { _id: ObjectId }>(NAME);
  const aside = db.collection<Document & { _id: ObjectId }>(from);
  for (let after = new ObjectId('0'.repeat(24)); ; ) {
    signal.throwIfAborted();
    const entries = await aside
      .find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(STEP_SIZE)
      .toArray();
    const last = entries.at(-1);
    if (!last) return;
    await log.bulkWrite(
      entries.map(({ _id, ...entry }) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: entry }, upsert: true },
      })),
      { ordered: false },
    );
    after = last._id;
  }
}
