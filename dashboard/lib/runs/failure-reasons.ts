import type { Run } from '../api/types.ts';

/** The reasons why records failed, the most frequent first, and the number of all failed records. */
export function failureReasons(totals: Run['failureTotals']): { reasons: [string, number][]; total: number } {
  const reasons = Object.entries(totals).sort(([, one], [, other]) => other - one);
  return { reasons, total: reasons.reduce((sum, [, count]) => sum + count, 0) };
}
