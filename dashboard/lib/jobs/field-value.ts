import type { FieldChange } from '../api/types.ts';
import { safeText } from '../format/text.ts';
import { formatUtc } from '../format/time.ts';
import { salaryLabel } from './salary.ts';

/** A value of a field as text; null if it is empty. */
export function fieldValueLabel(
  { field }: Pick<FieldChange, 'field'>,
  value: FieldChange['from'],
): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.length > 0 ? safeText(value.join(', ')) : null;
  if (typeof value === 'object') return salaryLabel(value);
  const isDate = field === 'publishedAt' || field === 'expiresAt';
  if (isDate) return formatUtc(Date.parse(value));
  return safeText(value, 1_000).trim() || null;
}
