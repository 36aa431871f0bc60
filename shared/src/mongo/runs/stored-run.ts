import type { Run, RunCounters } from '../../model/run.ts';

/** A projection without the fields of a stored run that are no part of it: only the store itself uses them. */
export const hiddenFields = {
  _id: 0,
  unannounced: 0,
  pastFetches: 0,
  alertRefusals: 0,
  /** When its source was renamed. */
  renamedAt: 0,
} as const;

/** A run as it was read, with the counters that earlier versions do not write. */
export function withAbsentCounters<T extends RunCounters & { attempts?: Run['attempts'] }>(run: T): T {
  if (run.skippedJobs !== undefined) return run;
  const attempts = run.attempts?.map((attempt) => ({ ...attempt, skippedJobs: 0 }));
  return attempts ? { ...run, skippedJobs: 0, attempts } : { ...run, skippedJobs: 0 };
}
