'use client';

import { parseAsString, useQueryState } from 'nuqs';
import type { Run } from '../../lib/api/types.ts';

/** The reason of failure that is looked at, from the URL; null for all, and for one that no record of the run failed for. */
export function useReason(run: Run): [string | null, (reason: string | null) => void] {
  const [reason, setReason] = useQueryState('reason', parseAsString.withOptions({ history: 'push' }));
  const known = reason !== null && Object.hasOwn(run.failureTotals, reason);
  return [known ? reason : null, (next) => void setReason(next)];
}
