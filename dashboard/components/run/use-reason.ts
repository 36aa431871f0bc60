'use client';

import { parseAsString, useQueryState } from 'nuqs';
import type { Run } from '../../lib/api/types.ts';

/** The failure reason to filter by, from the URL; null for all, also if no record of the run failed for it. */
export function useReason(run: Run): [string | null, (reason: string | null) => void] {
  const [reason, setReason] = useQueryState('reason', parseAsString.withOptions({ history: 'push' }));
  const known = reason !== null && Object.hasOwn(run.failureTotals, reason);
  return [known ? reason : null, (next) => void setReason(next)];
}
