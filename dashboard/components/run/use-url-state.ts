'use client';

import { useSearchParams } from 'next/navigation';
import { parseAsInteger, parseAsString, useQueryState } from 'nuqs';
import type { Run } from '../../lib/api/types.ts';

/** The attempt whose batches are shown, from the URL; null (also for an unknown attempt) is each batch's latest. */
export function useAttempt(run: Run): [number | null, (attempt: number | null) => void] {
  const [attempt, setAttempt] = useQueryState('attempt', parseAsInteger.withOptions({ history: 'push' }));
  const known = run.attempts.some((one) => one.attempt === attempt);
  return [known ? attempt : null, (next) => void setAttempt(next)];
}

/** The failure reason to filter by, from the URL; null for all, also if no record of the run failed for it. */
export function useReason(run: Run): [string | null, (reason: string | null) => void] {
  const [reason, setReason] = useQueryState('reason', parseAsString.withOptions({ history: 'push' }));
  const known = reason !== null && Object.hasOwn(run.failureTotals, reason);
  return [known ? reason : null, (next) => void setReason(next)];
}

/** Links to this page with another value of a parameter; the others stay. */
export function useLinkWith(): (parameter: string, value: string | number) => string {
  const params = useSearchParams();
  return (parameter, value) => {
    const changed = new URLSearchParams(params);
    changed.set(parameter, String(value));
    return `?${changed}`;
  };
}
