'use client';

import { parseAsInteger, useQueryState } from 'nuqs';
import type { Run } from '../../../lib/api/types.ts';

/** The attempt whose batches are shown, from the URL; null, and any that the run has not had, is each batch's latest. */
export function useAttempt(run: Run): [number | null, (attempt: number | null) => void] {
  const [attempt, setAttempt] = useQueryState('attempt', parseAsInteger.withOptions({ history: 'push' }));
  const known = run.attempts.some((one) => one.attempt === attempt);
  return [known ? attempt : null, (next) => void setAttempt(next)];
}
