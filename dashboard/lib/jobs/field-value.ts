import type { FieldChange, JobItem } from '../api/types.ts';
import { safeText } from '../format/text.ts';
import { formatUtc } from '../format/time.ts';
import { salaryLabel, salaryText } from './salary.ts';

/** The old and the new value of a field as texts that differ; null if one is empty. */
export function changeLabels({ field, from, to }: FieldChange): { from: string | null; to: string | null } {
  const labels = { from: fieldValueLabel(field, from), to: fieldValueLabel(field, to) };
  // Salaries of equal amounts differ in their texts.
  if (labels.from !== labels.to || !isSalary(from) || !isSalary(to)) return labels;
  return { from: salaryText(from), to: salaryText(to) };
}

function fieldValueLabel(field: FieldChange['field'], value: FieldChange['from']): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.length > 0 ? safeText(value.join(', ')) : null;
  if (isSalary(value)) return salaryLabel(value);
  const isDate = field === 'publishedAt' || field === 'expiresAt';
  if (isDate) return formatUtc(Date.parse(value));
  return safeText(value, 1_000).trim() || null;
}

function isSalary(value: FieldChange['from']): value is NonNullable<JobItem['salary']> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
