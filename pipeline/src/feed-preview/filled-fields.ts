import { shortened } from '@feedflow/shared/errors';
import type { JobFields, JobPosting, Salary } from '@feedflow/shared/model/job';
import { JOB_FIELDS, type JobField } from '@feedflow/shared/model/job-fields';
import { cleanText } from '../normalize/values/text.ts';
import { isFilled } from '../record/field-fill.ts';

const VALUE_LENGTH = 120;

/** How many jobs have each field, and the first value of each, as text in one line. */
export class FilledFields {
  readonly counts = Object.fromEntries(JOB_FIELDS.map((field) => [field, 0])) as Record<JobField, number>;
  readonly values: Record<string, string> = {};

  add(job: JobPosting): void {
    for (const field of JOB_FIELDS) {
      const value = job[field];
      if (!isFilled(value)) continue;
      this.counts[field]++;
      this.values[field] ??= valueText(value);
    }
  }
}

/** The fields that a job has, as text in one line. */
export function fieldTexts(job: JobFields): Record<string, string> {
  const texts = JOB_FIELDS.flatMap((field) => {
    const value = job[field];
    return isFilled(value) ? [[field, valueText(value)] as const] : [];
  });
  return Object.fromEntries(texts);
}

function valueText(value: NonNullable<JobFields[JobField]>): string {
  return example(textOf(value));
}

function textOf(value: NonNullable<JobPosting[JobField]>): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(', ');
  return value instanceof Date ? value.toISOString() : salaryText(value);
}

/** Its amounts with currency and period, or its text. */
export function salaryText({ min, max, currency, period, text }: Salary): string {
  const amounts = [min, max].filter((amount) => amount !== null);
  const read = [[...new Set(amounts)].join(' to '), currency, period && `per ${period}`].filter(Boolean);
  return amounts.length === 0 ? (text ?? '') : read.join(' ');
}

/** Without markup. */
function example(text: string): string {
  const line = cleanText(text.slice(0, 20 * VALUE_LENGTH), 20 * VALUE_LENGTH) ?? '';
  return shortened(line, VALUE_LENGTH);
}
