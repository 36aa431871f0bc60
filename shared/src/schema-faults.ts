import type { z } from 'zod';
import { shortened } from './errors.ts';

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  date: 'a date and time',
};

/** What has a length, and its unit. */
const UNITS: Readonly<Record<string, string>> = {
  string: 'characters',
  array: 'entries',
  set: 'entries',
  file: 'bytes',
};

const SHOWN_LENGTH = 60;

/**
 * What a schema allows and what it was given, in a sentence: the `error` option of a zod parse. Messages of the schema
 * itself take precedence. Values are shown only where a fixed choice or a number is expected, so that no secret is.
 *
 * @returns undefined to keep zod's own message
 */
export function explainFault(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = TYPES[issue.expected] ?? issue.expected;
      return issue.input === undefined
        ? `is missing: must be ${expected}`
        : `must be ${expected}, not ${kindOf(issue.input)}`;
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const choice = allowed.length === 1 ? allowed[0] : `one of ${allowed.join(', ')}`;
      return issue.input === undefined
        ? `is missing: must be ${choice}`
        : `must be ${choice}, not ${shown(issue.input)}`;
    }
    case 'too_small':
      return outOfRange(issue.origin, `at least ${issue.minimum}`, issue.input);
    case 'too_big':
      return outOfRange(issue.origin, `at most ${issue.maximum}`, issue.input);
    case 'unrecognized_keys':
      return unknownFields(issue.keys, knownFields(issue.inst));
    case 'invalid_key':
      return `must not have the name ${shown(issue.path?.at(-1))}: it ${issue.issues[0]?.message ?? 'is not valid'}`;
    default:
      return undefined;
  }
}

/**
 * The place of a fault in what was given: `filter.include[2].field`. An index at the end is left out: the message has
 * the value, and the index of a word in a list of words would mean nothing to its sender.
 */
export function faultPlace(path: readonly PropertyKey[]): string {
  const parts = path.map((part, index) => {
    if (typeof part === 'number') return typeof path[index + 1] === 'string' ? `[${part}]` : '';
    return index === 0 ? String(part) : `.${String(part)}`;
  });
  return parts.join('');
}

function outOfRange(origin: string, limit: string, input: unknown): string {
  const unit = UNITS[origin];
  if (unit === undefined) return `must be ${limit}, not ${shown(input)}`;
  const length = typeof input === 'string' || Array.isArray(input) ? `, not ${input.length}` : '';
  return `must have ${limit} ${unit}${length}`;
}

/** @param known what is allowed, if that is a list */
export function unknownFields(keys: readonly string[], known: readonly string[] | undefined): string {
  const names = keys.slice(0, 5).map((key) => shown(key));
  const label = names.length === 1 ? 'unknown field' : 'unknown fields';
  const unknown = `${label} ${names.join(', ')}`;
  if (known === undefined) return unknown;
  return `${unknown}; ${known.length === 0 ? 'no fields are allowed' : `allowed: ${known.join(', ')}`}`;
}

function knownFields(schema: z.core.$ZodRawIssue['inst']): string[] {
  const definition = schema?._zod.def;
  if (definition && 'shape' in definition) return Object.keys(definition.shape as object);
  // A record whose names are a list of their own.
  const names =
    definition && 'keyType' in definition ? (definition.keyType as z.core.$ZodType)._zod.def : null;
  return names && 'entries' in names ? Object.keys(names.entries as object) : [];
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return TYPES[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}

function shown(value: unknown): string {
  if (typeof value !== 'string') return kindOf(value);
  return JSON.stringify(shortened(value, SHOWN_LENGTH));
}
