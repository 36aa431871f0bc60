import type { z } from 'zod';
import { unknownFields } from '../schema-faults.ts';

type Issue = z.core.$ZodIssue;
/** The names that an object may have, by its path: "mapping.fields". */
type KnownNames = Readonly<Record<string, readonly string[]>>;

/**
 * What is wrong with a mapping: each fault with its path and what is expected there, as
 * in "mapping.fields.title[1]: must be text".
 */
export function mappingFaults(issues: readonly Issue[], known: KnownNames): string[] {
  return issues.flatMap((issue) => describe(issue, ['mapping'], known));
}

function describe(issue: Issue, above: PropertyKey[], known: KnownNames): string[] {
  const where = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    if (nothingFits(issue)) return [`${formatPath(where)}: must be ${alternativesOf(issue)}`];
    // The alternative that matched deepest is most likely the intended one.
    const depth = (issues: Issue[]): number =>
      Math.max(...issues.map((inner) => score(inner))) - (issues.some(hasOtherKeys) ? OTHER_KEYS : 0);
    const closest = issue.errors.reduce((best, other) => (depth(other) > depth(best) ? other : best));
    return closest.flatMap((inner) => describe(inner, where, known));
  }
  const place = formatPath(where);
  return [`${place}: ${inWords(issue, known[place])}`];
}

/** Whether the value is of a kind that none of the alternatives is of. */
function nothingFits(issue: Issue): boolean {
  if (issue.code === 'invalid_union') return issue.errors.flat().every(nothingFits);
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

/** The alternatives of a field: some can be fixed or composed. */
function alternativesOf(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  const objects = issue.errors
    .flat()
    .filter((inner) => inner.code === 'invalid_type' && inner.expected === 'object');
  const names = objects.length > 1 ? '"constant", "template" or "path"' : '"path"';
  return `a path, a list of paths, or an object with a ${names}`;
}

/** An object with keys of another alternative was not meant to be this one. */
const OTHER_KEYS = 1;
/** A value of another kind was not either. */
const OTHER_KIND = 2;

function hasOtherKeys(issue: Issue): boolean {
  return issue.code === 'unrecognized_keys' && issue.path.length === 0;
}

function score(issue: Issue): number {
  const depth = issue.path.length * 2;
  if (issue.code === 'invalid_type' && depth === 0) return -OTHER_KIND;
  if (issue.code === 'invalid_union') return depth + Math.max(...issue.errors.flat().map(score));
  return depth + (issue.code === 'custom' || issue.code === 'invalid_format' ? 2 : 0);
}

function formatPath(path: PropertyKey[]): string {
  return path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? String(key) : `.${String(key)}`))
    .join('');
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'an object in braces',
  record: 'an object in braces',
  array: 'a list',
};

/** What is expected where an issue is. Issues with a message of their own keep it. */
function inWords(issue: Issue, known: readonly string[] | undefined): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return 'must not be empty';
    case 'too_big':
      return `may have at most ${issue.maximum} ${issue.origin === 'array' ? 'entries' : 'characters'}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return unknownFields(issue.keys, known);
    default:
      return issue.message;
  }
}
