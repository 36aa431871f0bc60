import type { z } from 'zod';
import { FeedflowError } from '../errors.ts';

/** Turns the sort keys of a page's last row into an opaque string. */
export function encodeCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * Reads a cursor back through `schema`.
 *
 * @throws FeedflowError 'request-invalid' for anything that this API did not hand out
 */
export function decodeCursor<T>(cursor: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new FeedflowError('request-invalid', 'cursor: must be a nextCursor of an earlier response', {
      cause: error,
    });
  }
}

/** Cuts one row too many off a page and makes the cursor that continues after it. */
export function toPage<T>(
  rows: T[],
  limit: number,
  keyOf: (row: T) => unknown,
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last)) : null };
}
