import type { Db } from 'mongodb';
import type { UmzugStorage } from 'umzug';
import { errorMessage, FeedflowError } from '../../errors.ts';
import type { Log } from '../../process/log.ts';
import { type AppliedMigrations, createAppliedMigrations } from './applied-migrations.ts';
import type { Migration } from './migration.ts';

interface Deps {
  db: Db;
  log: Log;
  /** Aborted once another process may be migrating, or this one stops. */
  signal: AbortSignal;
}

/**
 * Runs those migrations that were not applied yet, in their order, up to the first that fails.
 *
 * @throws FeedflowError 'migration-failed'
 */
export async function runPending(deps: Deps, migrations: readonly Migration[]): Promise<void> {
  const { db, log, signal } = deps;
  // Loaded here, since almost no start has anything to do for it.
  const { MigrationError, Umzug } = await import('umzug');
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  const umzug = new Umzug({
    migrations: migrations.map(({ name, up }) => ({
      name,
      up: async () => {
        await up({ db, signal });
        // Another process may run the same migration by now, and then records its end.
        signal.throwIfAborted();
      },
    })),
    storage: storageOf(createAppliedMigrations(db), byName),
    logger: undefined,
  });
  umzug.on('migrating', ({ name }) => log.info({ migration: name }, 'migrating the database'));
  umzug.on('migrated', ({ name }) => {
    const { collection, version } = byName.get(name) ?? {};
    log.info({ migration: name, collection, version }, 'migrated the database');
  });
  try {
    await umzug.up();
  } catch (error) {
    const isOfOne = error instanceof MigrationError;
    throw failureOf(
      isOfOne ? `migration ${error.migration.name}` : 'migrating',
      isOfOne ? error.cause : error,
    );
  }
}

function storageOf(applied: AppliedMigrations, byName: ReadonlyMap<string, Migration>): UmzugStorage {
  return {
    executed: async () => (await applied.list()).map(({ _id }) => _id),
    logMigration: async ({ name }) => {
      const migration = byName.get(name);
      if (migration) await applied.add(migration, new Date());
    },
    unlogMigration: () => Promise.reject(new Error('migrations are not taken back')),
  };
}

function failureOf(what: string, cause: unknown): FeedflowError {
  return new FeedflowError(
    'migration-failed',
    `${what} failed: ${errorMessage(cause)}. What was done stays, and it is tried again at the next start`,
    { cause },
  );
}
