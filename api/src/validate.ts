import { FeedflowError } from '@feedflow/shared/errors';
import { z } from 'zod';

/**
 * Checks a part of a request. Unknown names are refused, so that a misspelt filter is an error and not an
 * answer to another question.
 *
 * @throws FeedflowError 'request-invalid' naming each field and what it must be
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, 10).map((issue) => {
    const field = issue.path.join('.');
    return field ? `${field}: ${issue.message}` : issue.message;
  });
  throw new FeedflowError('request-invalid', faults.join('; '), { details: { faults } });
}

export const runId = z.string().regex(/^[0-9a-f]{24}$/, 'must be a run id of 24 hex digits');

export const limit = (defaultLimit: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `must be a number from 1 to ${max}`)
    .default(String(defaultLimit))
    .transform(Number)
    .pipe(z.number().min(1, 'must be at least 1').max(max, `must be at most ${max}`));

export const cursor = z.string().max(500).optional();

export const moment = z.iso
  .datetime({ offset: true, error: 'must be a date and time like 2026-01-31T12:00:00Z' })
  .transform((text) => new Date(text))
  .optional();
