import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from '../errors.ts';
import { LEASE_ID } from './applied-migrations.ts';

interface StoredLease {
  _id: typeof LEASE_ID;
  holder: string | null;
  /** By the clock of the database: those of the processes need not agree. */
  until: Date;
}

/** The right to migrate the database, until it is released or `signal` is aborted. */
export interface Lease {
  signal: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes the lease of `schema_migrations` and renews it three times as often as it runs out. One
 * whose holder died is free again after `leaseMs`.
 *
 * @param holder unlike that of any other caller
 * @param leaseMs how long it lasts from each renewal
 * @returns null where another holds it
 */
export async function takeLease(db: Db, holder: string, leaseMs: number): Promise<Lease | null> {
  const collection = db.collection<StoredLease>('schema_migrations');
  const extended = [{ $set: { holder: { $literal: holder }, until: { $add: ['$$NOW', leaseMs] } } }];
  await ensureLease(collection);
  const free = { _id: LEASE_ID, $expr: { $lt: ['$until', '$$NOW'] } } as const;
  if ((await collection.updateOne(free, extended)).modifiedCount === 0) return null;

  const lost = new AbortController();
  let renewedAt = Date.now();
  const beat = setInterval(() => void renew(), leaseMs / 3);

  async function renew(): Promise<void> {
    const askedAt = Date.now();
    try {
      const { matchedCount } = await collection.updateOne({ _id: LEASE_ID, holder }, extended);
      if (matchedCount === 1) renewedAt = Math.max(renewedAt, askedAt);
      else lost.abort(new Error('another process has begun to migrate the database'));
    } catch {
      // MongoDB may be back before the lease runs out.
      if (Date.now() - renewedAt > leaseMs) lost.abort(new Error('MongoDB was unavailable for too long'));
    }
  }

  return {
    signal: lost.signal,
    release: async () => {
      clearInterval(beat);
      await collection.updateOne({ _id: LEASE_ID, holder }, { $set: { holder: null, until: new Date(0) } });
    },
  };
}

async function ensureLease(collection: Collection<StoredLease>): Promise<void> {
  try {
    const $setOnInsert = { holder: null, until: new Date(0) };
    await collection.updateOne({ _id: LEASE_ID }, { $setOnInsert }, { upsert: true });
  } catch (error) {
    // Another process made it at the same time.
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Who holds the lease, or held it last; null if it is free. */
export async function leaseHolder(db: Db): Promise<string | null> {
  const found = await db.collection<StoredLease>('schema_migrations').findOne({ _id: LEASE_ID });
  return found?.holder ?? null;
}
