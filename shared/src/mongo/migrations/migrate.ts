import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { errorMessage, FeedflowError } from '../../errors.ts';
import { durationLabel } from '../../model/duration-label.ts';
import type { Log } from '../../process/log.ts';
import { type Lease, leaseHolder, type StoredLease, takeLease } from '../lease.ts';
import { migrations as allMigrations } from './all.ts';
import { createAppliedMigrations, LEASE_ID } from './applied-migrations.ts';
import type { Migration } from './migration.ts';
import { runPending } from './run-pending.ts';

interface Deps {
  db: Db;
  log: Log;
}

export interface MigrateOptions {
  /** How long to wait for another process that is migrating, in milliseconds. The migrations have no limit. */
  timeoutMs: number;
  /** How soon another process takes over if this one dies, in milliseconds. */
  leaseMs?: number;
  migrations?: readonly Migration[];
  /** Breaks off what is under way, and gives the lease back. */
  signal?: AbortSignal;
  /** Called once there is something to migrate: by this process, or by another that is waited for. */
  onMigrating?: () => void;
}

const LEASE_MS = 15_000;
const LOOK_AGAIN_MS = 200;

/**
 * Brings what is stored to the shape that this program reads: runs every migration that the database has not
 * been through, each once, whichever and how many processes call this at the same time.
 *
 * @throws FeedflowError 'database-newer' where a migration was applied that this program does not know;
 *   'migration-failed' where one fails: it is tried again at the next call; 'service-unavailable' where
 *   another process has not finished after `timeoutMs`; what `signal` was aborted with
 */
export async function migrate({ db, log }: Deps, options: MigrateOptions): Promise<void> {
  const { timeoutMs, leaseMs = LEASE_MS, migrations = allMigrations, onMigrating = () => {} } = options;
  const { signal = new AbortController().signal } = options;
  const lease = await waitForTurn({ db, log }, { timeoutMs, leaseMs, migrations, signal, onMigrating });
  if (!lease) return;
  onMigrating();
  try {
    await runPending({ db, log, signal: AbortSignal.any([lease.signal, signal]) }, migrations);
  } finally {
    await lease.release().catch((error: unknown) => {
      log.warn(
        { reason: errorMessage(error) },
        `could not give the lease back: it runs out in ${durationLabel(leaseMs)}`,
      );
    });
  }
}

/** @returns the lease; null if there is nothing left to migrate */
async function waitForTurn(
  { db, log }: Deps,
  { timeoutMs, leaseMs, migrations, signal, onMigrating }: Required<MigrateOptions>,
): Promise<Lease | null> {
  const me = `${hostname()}:${process.pid}:${randomUUID()}`;
  const collection = db.collection<StoredLease>('schema_migrations');
  const deadline = performance.now() + timeoutMs;
  for (let waited = false; ; waited = true) {
    if (await isUpToDate({ db, log }, migrations)) return null;
    const lease = await takeLease(collection, LEASE_ID, { holder: me, leaseMs });
    if (lease) return lease;
    const holder = await leaseHolder(collection, LEASE_ID);
    if (performance.now() >= deadline) {
      throw new FeedflowError(
        'service-unavailable',
        `${holder ?? 'another process'} is still migrating the database after ${durationLabel(timeoutMs)}: start again later, or raise BOOT_TIMEOUT_MS`,
      );
    }
    if (!waited) {
      log.info({ holder, timeoutMs }, 'waiting for another process, which migrates the database');
      onMigrating();
    }
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
}

/** @throws FeedflowError 'database-newer' */
async function isUpToDate({ db, log }: Deps, migrations: readonly Migration[]): Promise<boolean> {
  const applied = await createAppliedMigrations(db).list();
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = applied.filter(({ _id }) => !known.has(_id));
  const fatal = unknown.filter(({ olderMayRun }) => olderMayRun !== true).map(({ _id }) => _id);
  if (fatal.length > 0) {
    throw new FeedflowError(
      'database-newer',
      `the database was migrated by a newer version of Feedflow (${fatal.join(', ')}), and this one would misread it: start that version, or restore the backup from before it`,
    );
  }
  const names = new Set(applied.map(({ _id }) => _id));
  const upToDate = migrations.every(({ name }) => names.has(name));
  if (upToDate && unknown.length > 0) {
    const newer = unknown.map(({ _id }) => _id);
    log.warn({ newer }, 'the database was migrated by a newer version, in a way that this one can read');
  }
  return upToDate;
}
