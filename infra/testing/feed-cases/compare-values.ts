/** A value that differs from the expected one. */
export interface Difference {
  kind: 'must' | 'should';
  /** Such as `import 2: newJobs`. */
  what: string;
  expected: unknown;
  actual: unknown;
}

/**
 * Whether a value is as expected: equal; null for none; a date by its day or its second; a list in any order; an
 * object by the keys it names; or `{ any: [...] }`, `{ not: … }`, `{ contains: … }`, `{ lacks: … }` and
 * `{ unchanged: true }`, which compares with the value after the import before.
 */
export function isAsExpected(expected: unknown, actual: unknown, previous?: unknown): boolean {
  if (expected === null) return actual === null || actual === undefined;
  if (Array.isArray(expected)) return isSameList(expected, actual);
  if (typeof expected === 'object') {
    return Object.entries(expected as object).every(([key, part]) => holds(key, part, actual, previous));
  }
  if (actual instanceof Date) return actual.toISOString().startsWith(String(expected).replace(/Z$/, ''));
  return expected === actual;
}

function isSameList(expected: unknown[], actual: unknown): boolean {
  if (!Array.isArray(actual) || actual.length !== expected.length) return false;
  return expected.every((one) => actual.some((other) => isAsExpected(one, other)));
}

function holds(key: string, part: unknown, actual: unknown, previous: unknown): boolean {
  const parts: unknown[] = Array.isArray(part) ? part : [part];
  switch (key) {
    case 'any':
      return parts.some((one) => isAsExpected(one, actual, previous));
    case 'not':
      return !isAsExpected(part, actual, previous);
    case 'contains':
      return parts.every((one) => contains(actual, String(one)));
    case 'lacks':
      return !parts.some((one) => contains(actual, String(one)));
    case 'unchanged':
      return previous !== undefined && JSON.stringify(actual) === JSON.stringify(previous);
    default:
      if (actual === null || actual === undefined) return false;
      return isAsExpected(part, (actual as Record<string, unknown>)[key]);
  }
}

/** An element of a list of texts, or a part of a text. */
function contains(actual: unknown, text: string): boolean {
  if (actual === null || actual === undefined) return false;
  if (Array.isArray(actual) && actual.every((one) => typeof one === 'string')) return actual.includes(text);
  return (typeof actual === 'string' ? actual : JSON.stringify(actual)).includes(text);
}
