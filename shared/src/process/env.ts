import type { z } from 'zod';
import { FeedflowError } from '../errors.ts';
import { secretSettings } from '../settings.ts';

/**
 * Reads settings from `source` (usually process.env) through a zod schema.
 * An empty value counts as not given. All faults are reported at once, each with the setting's name, what
 * it got (never for a secret) and what it needs.
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
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? 'settings');
    const value = given[name];
    const got =
      value === undefined ? 'is not set' : secretSettings.includes(name) ? 'is set' : `is "${value}"`;
    return `${name} ${got}: ${issue.message}`;
  });
  throw new FeedflowError('settings-invalid', faults.join('; '), { details: { faults } });
}
