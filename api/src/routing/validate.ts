import { RelativeTime } from '@feedflow/shared/api/fields';
import { FeedflowError, shortened } from '@feedflow/shared/errors';
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
  throw invalid(parsed.error.issues.map(({ path, message }) => [faultPlace(path), message]));
}

function invalid(found: readonly [field: string, message: string][]): FeedflowError {
  const faults = found.slice(0, 10).map(([place, text]) => {
    const field = shortened(place, 200);
    const message = shortened(text, 300);
    return field ? `${field}: ${message}` : message;
  });
  return new FeedflowError('request-invalid', faults.join('; '), { details: { faults } });
}

/**
 * Checks a query as `validate` does, and that no name is repeated. Times relative to now follow a clock of the
 * caller's.
 */
export function validateQuery<Schema extends z.ZodType>(
  schema: Schema,
  given: Record<string, unknown>,
  now: Date,
): z.output<Schema> {
  const repeated = Object.keys(given).filter((name) => Array.isArray(given[name]));
  if (repeated.length > 0) throw invalid(repeated.map((name) => [name, 'can be given once only']));
  const query = validate(schema, given) as Record<string, unknown>;
  const entries = Object.entries(query).map(([name, value]) => [
    name,
    value instanceof RelativeTime ? value.at(now) : value,
  ]);
  return Object.fromEntries(entries) as z.output<Schema>;
}
