import { hash } from 'node:crypto';
import { type Db, type Filter, ObjectId } from 'mongodb';
import { z } from 'zod';
import { HOUR_MS } from '../durations.ts';
import { shortened } from '../errors.ts';
import type { AuditEntry, AuditPage } from '../model/audit-entry.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { firstIdAt, objectIdAt } from './object-ids.ts';

/** What an entry is made of; the log adds its id and counts its repeats. */
export type NewAuditEntry = Omit<AuditEntry, 'auditId' | 'times' | 'lastAt'>;

type StoredEntry = Omit<AuditEntry, 'auditId'> & {
  _id: ObjectId;
  /** The same for every command that was refused in the same way; absent where it was done. */
  repeatKey?: string;
};

export interface AuditQuery {
  client?: string;
  command?: string;
  target?: string;
  cursor?: string;
  limit: number;
}

export type AuditLog = ReturnType<typeof createAuditLog>;

/** Of each text in an entry, in characters: with them an entry takes at most some 8 kB, mostly 0.5. */
const MAX_TEXT_LENGTH = 500;

/**
 * The `audit_log` collection: who commanded what. Entries are kept for AUDIT_RETENTION_DAYS, however many there
 * are. What is refused again in the same way within an hour is counted in the entry of its first time, so that
 * only those who may command can make the log grow fast.
 */
export function createAuditLog(db: Db) {
  const collection = db.collection<StoredEntry>('audit_log');

  return {
    /** Writes an entry. Entries are listed and removed by the timestamp in their id. */
    async write(given: NewAuditEntry): Promise<void> {
      const entry = withShortTexts(given);
      const { at, requestId: _, ...facts } = entry;
      const document = { _id: objectIdAt(at), ...entry, times: 1, lastAt: at };
      if (entry.outcome === 'done') {
        await collection.insertOne(document);
        return;
      }
      const repeatKey = hash('sha256', JSON.stringify(facts), 'base64');
      const repeated = await collection.updateOne(
        { repeatKey, _id: { $gte: firstIdAt(at.getTime() - HOUR_MS) } },
        { $inc: { times: 1 }, $max: { lastAt: at } },
      );
      if (repeated.matchedCount === 0) await collection.insertOne({ ...document, repeatKey });
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
      return toPage(rows.map(toEntry), limit, (entry) => entry.auditId);
    },
  };
}

/** Entries of earlier versions lack what was added since. */
function toEntry({ _id, repeatKey: _, ...stored }: StoredEntry): AuditEntry {
  const absent = { session: null, sessionAddress: null, changes: null, times: 1, lastAt: stored.at };
  return { auditId: _id.toHexString(), ...absent, ...stored };
}

function withShortTexts<Part>(part: Part): Part {
  if (typeof part === 'string') return shortened(part, MAX_TEXT_LENGTH) as Part;
  if (Array.isArray(part)) return part.map(withShortTexts) as Part;
  if (typeof part !== 'object' || part === null || part instanceof Date) return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, inner]) => [name, withShortTexts(inner)]),
  ) as Part;
}

const auditCursor = z.string().regex(/^[0-9a-f]{24}$/);
