import type { z } from 'zod';
import { FeedflowError } from '../errors.ts';
import { explainFault } from '../schema-faults.ts';
import { secretSettings } from '../settings.ts';

/** A URL with a user or a password, sound or not. */
const WITH_CREDENTIALS = /:\/\/.*@/s;

/**
 * Reads settings from `source` (usually process.env) through a zod schema.
 * An empty value counts as not given. All faults are reported at once, each with the setting's name, what
 * it got (never for a secret, or a URL with credentials) and what it needs.
 *
 * @throws FeedflowError 'settings-invalid'
 */
export function parseEnv<T extends z.ZodObject>(
  schema: T,
  source: Record<string, string | undefined>,
): z.infer<T> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = source[name];
    if (value !== undefined && value !== '') given[name] = value;
  }
  const result = schema.safeParse(given, { error: explainFault });
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? 'settings');
    return `${name} ${shownValue(name, given[name])}: ${issue.message}`;
  });
  throw new FeedflowError('settings-invalid', faults.join('; '), { details: { faults } });
}

function shownValue(name: string, value: string | undefined): string {
  if (value === undefined) return 'is not set';
  const isSecret = secretSettings.includes(name) || WITH_CREDENTIALS.test(value);
  return isSecret ? 'is set' : `is "${value}"`;
}
