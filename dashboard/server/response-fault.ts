import type { z } from 'zod';

/** The first thing about `value` that is not as `schema` wants it, in words; null where all of it is. */
export function responseFault(schema: z.ZodType, value: unknown): string | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return null;
  const first = parsed.error.issues[0];
  return first ? `${first.path.join('.') || 'the answer'}: ${first.message}` : 'unknown';
}
