import type { z } from 'zod';

/** The first mismatch between a response and its schema, as a message; null if it matches. */
export function responseFault(schema: z.ZodType, value: unknown): string | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return null;
  const first = parsed.error.issues[0];
  return first ? `${first.path.join('.') || 'the response'}: ${first.message}` : 'unknown';
}
