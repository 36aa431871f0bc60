import type { Db } from 'mongodb';

export interface MigrationContext {
  db: Db;
  /** Aborted once another process may be migrating, or this one stops: to be looked at between steps. */
  signal: AbortSignal;
}

/**
 * One change of what is stored in one collection. It may be broken off anywhere and begun again from its start,
 * and processes of the previous version may be writing meanwhile.
 */
export interface Migration {
  /** That of its file: its number among all, then what it does. Never changed once it was released. */
  name: string;
  collection: string;
  /** The collection's schema version afterwards: one more than before. */
  version: number;
  /** Whether programs that do not know this migration may start on what it leaves. */
  olderMayRun: boolean;
  /** Works in steps of a bounded size. */
  up(context: MigrationContext): Promise<void>;
}
