import type { RecordFilter } from '../model/record-filter.ts';
import { recordFilter } from '../model/record-filter-schema.ts';
import { explainFault } from '../schema-faults.ts';
import { jsonOption } from './json-option.ts';
import { UsageError } from './usage-error.ts';

const MAX_FAULTS = 5;

/**
 * The value of an option `--filter`, checked.
 *
 * @param text JSON, or the path of a file of it; "-" is standard input
 * @throws UsageError with what is wrong
 */
export function filterOption(text: string): RecordFilter {
  const checked = recordFilter.safeParse(jsonOption(text, '--filter'), { error: explainFault });
  if (checked.success) return checked.data;
  const faults = checked.error.issues
    .slice(0, MAX_FAULTS)
    .map(({ path, message }) => `${path.join('.')} ${message}`.trim());
  throw new UsageError(`--filter: ${faults.join('; ')}`);
}
