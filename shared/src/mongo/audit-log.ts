import { type Db, type Filter, ObjectId } from 'mongodb';
import { z } from 'zod';
import type { AuditEntry, AuditPage } from '../audit-entry.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { objectIdAt } from './object-ids.ts';

type StoredEntry = Omit<AuditEntry, 'auditId'> & { _id: ObjectId };

export interface AuditQuery {
  client?: string;
  command?: string;
  target?: string;
  cursor?: string;
  limit: number;
}

export type AuditLog = ReturnType<typeof createAuditLog>;

/**
 * The `audit_log` collection: who commanded what. It is capped: the oldest entries make room for new ones, and go
 * before that where AUDIT_RETENTION_DAYS says so.
 */
export function createAuditLog(db: Db) {
  const collection = db.collection<StoredEntry>('audit_log');

  return {
    /** Writes an entry down. Its id tells its age, by which it is listed and removed. */
    async write(entry: Omit<AuditEntry, 'auditId'>): Promise<void> {
      await collection.insertOne({ _id: objectIdAt(entry.at), ...entry });
    },

    /** A page of entries, newest first. */
    async list({ client, command, target, cursor, limit }: AuditQuery): Promise<AuditPage> {
      const filter: Filter<StoredEntry> = {
        ...(client !== undefined ? { client } : {}),
        ...(command !== undefined ? { command } : {}),
        ...(target !== undefined ? { target } : {}),
        ...(cursor ? { _id: { $lt: new ObjectId(decodeCursor(cursor, auditCursor)) } } : {}),
      };
      const rows = await collection
        .find(filter)
        .sort({ _id: -1 })
        .limit(limit + 1)
        .toArray();
      const entries = rows.map(({ _id, ...entry }) => ({ auditId: _id.toHexString(), ...entry }));
      return toPage(entries, limit, (entry) => entry.auditId);
    },
  };
}

const auditCursor = z.string().regex(/^[0-9a-f]{24}$/);
