import { expect, test } from 'vitest';
import type { JobPosting, Salary } from '../../model/job.ts';
import { JOB_FIELDS } from '../../model/job-fields.ts';
import { fieldChangesOf } from './field-changes.ts';

const stamp = { at: new Date(0), runId: 'r' };
const job = (fields: Partial<JobPosting>) => fields as JobPosting;
const changesOf = (before: Partial<JobPosting>, after: Partial<JobPosting>) =>
  fieldChangesOf(job(before), job(after), Object.keys({ ...before, ...after }), stamp).changes;

test('short values are kept as they are, empty ones as null', () => {
  const salary = { min: 1, max: 2, currency: 'EUR', period: 'hour', text: null } as const;
  const day = new Date('2026-01-01T00:00:00Z');
  expect(
    changesOf({ title: 'Nurse', remote: false }, { title: 'Head nurse', salary, expiresAt: day }),
  ).toEqual([
    { field: 'title', from: 'Nurse', to: 'Head nurse' },
    { field: 'remote', from: false, to: null },
    { field: 'salary', from: null, to: salary },
    { field: 'expiresAt', from: null, to: day },
  ]);
});

test('only fields that are read from records are kept', () => {
  expect(changesOf({ sourceName: 'a' }, { sourceName: 'b' })).toEqual([]);
});

test('of long texts, what is around the first difference is kept', () => {
  const before = `${'a'.repeat(5_000)} by day ${'z'.repeat(5_000)}`;
  const after = before.replace('by day', 'at night');
  const [change] = changesOf({ description: before }, { description: after });
  expect(change?.from).toMatch(/^…a{29} by day z+…$/);
  expect(change?.to).toMatch(/^…a{29} at night z+…$/);
  expect(changesOf({ description: before }, { description: null })[0]).toMatchObject({ to: null });
  // A prefix differs where it ends.
  expect(changesOf({ description: before }, { description: before.slice(0, 5_000) })[0]?.to).toBe(
    `…${'a'.repeat(30)}`,
  );
});

test('amounts of salaries are kept, however many fields change and however long their texts are', () => {
  const salaryOf = (min: number) =>
    ({ min, max: null, currency: 'EUR', period: 'year', text: `${'Pay '.repeat(100)}${min}` }) as const;
  const full = (mark: string) => Object.fromEntries(JOB_FIELDS.map((field) => [field, mark.repeat(5_000)]));
  const changes = changesOf(
    { ...full('a'), salary: salaryOf(30_000) },
    { ...full('b'), salary: salaryOf(31_000) },
  );
  const { from, to } = changes.find(({ field }) => field === 'salary') ?? {};
  expect(from).toEqual({ ...salaryOf(30_000), text: expect.stringMatching(/^…[Pay ]+30/) });
  expect(to).toEqual({ ...salaryOf(31_000), text: expect.stringMatching(/^…[Pay ]+31/) });
  expect(changesOf({ salary: salaryOf(1) }, { salary: null })).toMatchObject([
    { from: { min: 1 }, to: null },
  ]);
});

test('no excerpt holds half a character', () => {
  const text = (mark: string) => mark + '🦉'.repeat(1_000);
  for (const lead of ['', 'x', 'xy']) {
    const [change] = changesOf({ description: lead + text('a') }, { description: lead + text('b') });
    expect(String(change?.from).isWellFormed()).toBe(true);
    expect(change?.from).toContain('🦉');
  }
});

test('the values of a job that changes in all its fields have a bounded length', () => {
  const full = (mark: string) => Object.fromEntries(JOB_FIELDS.map((field) => [field, mark.repeat(5_000)]));
  const categories = (mark: string) => Array.from({ length: 100 }, (_, i) => `${mark}${i}`.repeat(50));
  const salary = { min: null, max: null, currency: null, period: null, text: null };
  const changes = changesOf(
    { ...full('é'), categories: categories('é'), salary: { ...salary, text: 'é'.repeat(500) } },
    { ...full('è'), categories: categories('è'), salary: { ...salary, text: 'è'.repeat(500) } },
  );
  expect(changes).toHaveLength(JOB_FIELDS.length);
  const texts = changes.flatMap(({ field, from, to }) =>
    [from, to].map((value) => (field === 'salary' ? (value as Salary).text : String(value))),
  );
  expect(texts.join('').length).toBeLessThanOrEqual(1_000);
});
