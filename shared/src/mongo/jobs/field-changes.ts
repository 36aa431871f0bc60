import { shortened } from '../../errors.ts';
import type { FieldChange, FieldChanges, FieldValue } from '../../model/field-changes.ts';
import type { JobPosting, Salary } from '../../model/job.ts';
import { JOB_FIELDS } from '../../model/job-fields.ts';

/** So many are kept of a job: the latest ones. */
export const MAX_FIELD_CHANGES = 10;
/** Of all values of one write as JSON, without the amounts of salaries, in characters: 3 KB at most in UTF-8. */
const MAX_VALUES_LENGTH = 1_000;
/** A value is never cut to less than this, in characters. */
const MIN_VALUE_LENGTH = 30;
/** Of the equal text before the first difference, in characters. */
const LEAD_LENGTH = 30;

/** What a write changes in the given fields of a job, with the old and new values: long ones as excerpts. */
export function fieldChangesOf(
  before: JobPosting,
  after: JobPosting,
  names: readonly string[],
  { at, runId }: Pick<FieldChanges, 'at' | 'runId'>,
): FieldChanges {
  const fields = JOB_FIELDS.filter((field) => names.includes(field));
  const maxLength = Math.max(MIN_VALUE_LENGTH, Math.floor(MAX_VALUES_LENGTH / (2 * fields.length)));
  const changes = fields.map((field): FieldChange => {
    if (field === 'salary') return { field, ...salariesOf(before.salary, after.salary, maxLength) };
    const from = before[field] ?? null;
    const to = after[field] ?? null;
    if (isShort(from, maxLength) && isShort(to, maxLength)) return { field, from, to };
    return { field, ...excerptsOf(textOf(from), textOf(to), maxLength) };
  });
  return { at, runId, changes };
}

/** Both salaries with their amounts: only their texts may be long. */
function salariesOf(from: Salary | null = null, to: Salary | null = null, maxLength: number) {
  const texts = { from: from?.text ?? null, to: to?.text ?? null };
  const isKept = isShort(texts.from, maxLength) && isShort(texts.to, maxLength);
  const shown = isKept ? texts : excerptsOf(texts.from, texts.to, maxLength);
  return { from: from && { ...from, text: shown.from }, to: to && { ...to, text: shown.to } };
}

function isShort(value: FieldValue, maxLength: number): boolean {
  // Most values that are not are descriptions: these need not be written as JSON to know it.
  if (typeof value === 'string') return value.length <= maxLength;
  return JSON.stringify(value).length <= maxLength;
}

function textOf(value: FieldValue): string | null {
  if (value === null || typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}

/** Both texts from shortly before their first difference, with an ellipsis where something is left out. */
function excerptsOf(from: string | null, to: string | null, maxLength: number) {
  let same = 0;
  if (from !== null && to !== null) while (same < from.length && from[same] === to[same]) same += 1;
  const start = Math.max(0, same - LEAD_LENGTH);
  return { from: from && excerpt(from, start, maxLength), to: to && excerpt(to, start, maxLength) };
}

function excerpt(text: string, start: number, maxLength: number): string {
  const before = start > 0 ? '…' : '';
  const room = maxLength - before.length;
  // A surrogate pair that is cut in two becomes U+FFFD.
  return before + shortened(text.slice(start, start + room + 1).toWellFormed(), room);
}
