import { identityLabels } from '@feedflow/shared/model/identity-labels';
import type { Run } from '../follow-run.ts';

/* Facts that a run and a preview have of their feed. */

/** How many records each condition of the filter left out. */
export function skips(counts: Run['fetch']['skippedBy']): [string, string][] {
  return counts.map(({ condition, count }): [string, string] => ['skipped', `${count} by ${condition}`]);
}

/** Each warning with its count and the texts that show it. */
export function warnings(found: Run['warnings']): [string, string][] {
  return found.flatMap(({ code, count, message, samples }): [string, string][] => [
    ['warning', `${count} ${code}: ${message}`],
    ...samples.map((sample): [string, string] => ['', JSON.stringify(sample)]),
  ]);
}

export function identity(used: Run['fetch']['identity'] | undefined): string {
  return used ? `${identityLabels[used.rule].toLowerCase()}: ${used.reason.message}` : '';
}

/** Most feeds have one. */
export function pages(count: number | null | undefined): string {
  return count && count > 1 ? String(count) : '';
}
