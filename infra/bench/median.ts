import { median as medianOf } from '@feedflow/shared/quality/statistics';

/** @param numbers at least one */
export function median(numbers: readonly number[]): number {
  return medianOf(numbers) ?? Number.NaN;
}
