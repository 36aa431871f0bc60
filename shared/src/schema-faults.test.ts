import { expect, test } from 'vitest';
import { z } from 'zod';
import { explainFault } from './schema-faults.ts';

const schema = z.strictObject({
  status: z.enum(['open', 'closed']).optional(),
  kind: z.literal('feed').optional(),
  limit: z.number().int().min(1).max(200).optional(),
  name: z.string().min(2).max(5).optional(),
  list: z.array(z.string()).max(1).optional(),
  custom: z.string().regex(/^a$/, 'must be an a').optional(),
  headers: z.record(z.string().regex(/^[a-z]+$/, 'must be lower case'), z.string()).optional(),
});

const faultOf = (value: unknown) =>
  schema.safeParse(value, { error: explainFault }).error?.issues[0]?.message;

test.each([
  [{ status: 'gone' }, 'must be one of open, closed, not "gone"'],
  [{ status: 7 }, 'must be one of open, closed, not 7'],
  [{ status: 'x'.repeat(1_000) }, `must be one of open, closed, not "${'x'.repeat(59)}…"`],
  [{ kind: null }, 'must be feed, not null'],
  [{ limit: 0 }, 'must be at least 1, not 0'],
  [{ limit: 201 }, 'must be at most 200, not 201'],
  [{ limit: 'all' }, 'must be a number, not text'],
  [{ limit: 1.5 }, 'must be a whole number, not 1.5'],
  [{ name: 'a' }, 'must have at least 2 characters, not 1'],
  [{ name: 'abcdef' }, 'must have at most 5 characters, not 6'],
  [{ name: ['a'] }, 'must be text, not a list'],
  [{ list: ['a', 'b'] }, 'must have at most 1 entries, not 2'],
  [{ custom: 'b' }, 'must be an a'],
  [{ headers: { A: 'secret' } }, 'must not have the name "A": it must be lower case'],
  [{ foo: 1 }, 'unknown field "foo"; allowed: status, kind, limit, name, list, custom, headers'],
  [{ foo: 1, bar: 2 }, expect.stringContaining('unknown fields "foo", "bar"; allowed: status, ')],
  [null, 'must be an object, not null'],
])('says what is allowed and what was given: %j', (value, message) => {
  expect(faultOf(value)).toEqual(message);
});

test('says so where nothing is allowed, and where a value is missing', () => {
  const none = z.strictObject({}).safeParse({ a: 1 }, { error: explainFault });
  expect(none.error?.issues[0]?.message).toBe('unknown field "a"; no fields are allowed');
  const missing = z.object({ name: z.string() }).safeParse({}, { error: explainFault });
  expect(missing.error?.issues[0]?.message).toBe('is missing: must be text');
});
