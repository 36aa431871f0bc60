import { RelativeTime } from '@feedflow/shared/api/fields';
import { FeedflowError } from '@feedflow/shared/errors';
import { explainFault, faultPlace } from '@feedflow/shared/schema-faults';
import type { z } from 'zod';

/**
 * Checks a part of a request. Unknown names are refused, so that a misspelt filter is an error and not the
 * response to another request.
 *
 * @throws FeedflowError 'request-invalid' naming each field, what it must be and what it was given
 */
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value, { error: explainFault });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, 10).map((issue) => {
    const field = faultPlace(issue.path).slice(0, 200);
    const message = issue.message.slice(0, 300);
    return field ? `${field}: ${message}` : message;
  });
  throw new FeedflowError('request-invalid', faults.join('; '), { details: { faults } });
}

/** Checks a query as `validate` does. Times relative to now follow a clock of the caller's. */
export function validateQuery<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  now: Date,
): z.output<Schema> {
  const query = validate(schema, given) as Record<string, unknown>;
  const entries = Object.entries(query).map(([name, value]) => [
    name,
    value instanceof RelativeTime ? value.at(now) : value,
  ]);
  return Object.fromEntries(entries) as z.output<Schema>;
}
