import { randomUUID } from 'node:crypto';
import type { Collection } from 'mongodb';
import type { FeedflowError } from '../errors.ts';
import { ensureDocument } from './ensure-document.ts';

export interface StoredLease {
  _id: string;
  holder: string | null;
  /** By the clock of the database: those of the processes need not agree. */
  until: Date;
}

/** A right that one holder has at a time, until it is released or `signal` is aborted. */
export interface Lease {
  signal: AbortSignal;
  release(): Promise<void>;
}

/**
 * Takes a lease and renews it three times as often as it runs out. One whose holder died is free again after `leaseMs`.
 *
 * @param options.holder unlike that of any other caller
 * @param options.leaseMs how long it lasts from each renewal
 * @returns null where another holds it
 */
export async function takeLease(
  collection: Collection<StoredLease>,
  id: string,
  { holder, leaseMs }: { holder: string; leaseMs: number },
): Promise<Lease | null> {
  const extended = [{ $set: { holder: { $literal: holder }, until: { $add: ['$$NOW', leaseMs] } } }];
  await ensureDocument(collection, { _id: id, holder: null, until: new Date(0) });
  const free = { _id: id, $expr: { $lt: ['$until', '$$NOW'] } };
  // Before the request: the lease runs from the time at which the database receives it.
  let renewedAt = performance.now();
  if ((await collection.updateOne(free, extended)).modifiedCount === 0) return null;

  const lost = new AbortController();
  const beat = setInterval(() => void renew(), leaseMs / 3);

  async function renew(): Promise<void> {
    const requestedAt = performance.now();
    try {
      const { matchedCount } = await collection.updateOne({ _id: id, holder }, extended);
      if (matchedCount === 1) renewedAt = Math.max(renewedAt, requestedAt);
      else lost.abort(new Error('another process holds the lease'));
    } catch {
      // MongoDB may be back before the lease runs out.
      if (performance.now() - renewedAt > leaseMs)
        lost.abort(new Error('MongoDB was unavailable for too long'));
    }
  }

  return {
    signal: lost.signal,
    release: async () => {
      clearInterval(beat);
      await collection.deleteOne({ _id: id, holder });
    },
  };
}

/**
 * Works while it holds a lease.
 *
 * @param options.leaseMs how long the lease of a process that died lasts
 * @param options.refusal the error where another holds it
 */
export async function whileLeased<T>(
  collection: Collection<StoredLease>,
  id: string,
  {
    leaseMs,
    work,
    refusal,
  }: { leaseMs: number; work: (holder: string) => Promise<T>; refusal: () => FeedflowError },
): Promise<T> {
  const holder = randomUUID();
  const lease = await takeLease(collection, id, { holder, leaseMs });
  if (!lease) throw refusal();
  try {
    return await work(holder);
  } finally {
    // One that cannot be released runs out.
    await lease.release().catch(() => undefined);
  }
}

/** Who holds a lease, or held it last; null if it was released. */
export async function leaseHolder(collection: Collection<StoredLease>, id: string): Promise<string | null> {
  const found = await collection.findOne({ _id: id });
  return found?.holder ?? null;
}
