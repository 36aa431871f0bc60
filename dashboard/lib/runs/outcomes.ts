import type { RunCounters } from '@feedflow/shared/model/run';

export type OutcomeKey = 'newJobs' | 'updatedJobs' | 'unchangedJobs' | 'duplicateJobs' | 'failedJobs';

/** The possible outcomes of a record in the order of stacked bars, each with its colour. */
export const OUTCOMES: readonly { key: OutcomeKey; label: string; color: string }[] = [
  { key: 'newJobs', label: 'New', color: 'var(--ff-bar-new)' },
  { key: 'updatedJobs', label: 'Updated', color: 'var(--ff-bar-updated)' },
  { key: 'unchangedJobs', label: 'Unchanged', color: 'var(--ff-bar-unchanged)' },
  { key: 'duplicateJobs', label: 'Duplicate', color: 'var(--ff-bar-duplicate)' },
  { key: 'failedJobs', label: 'Failed', color: 'var(--ff-bar-failed)' },
];

/** Jobs no longer in the feed: they are not records of the feed, so no part of a run's bar. */
const CLOSED = { key: 'removedJobs', label: 'Closed', color: 'var(--ff-bar-removed)' } as const;

/** The counters of a run in display order. */
export const COUNTED = [...OUTCOMES.slice(0, -1), CLOSED, ...OUTCOMES.slice(-1)];

/** The counters shown in charts: duplicates are repeats within a feed and have no outcome of their own. */
export const CHARTED_OUTCOMES = COUNTED.filter(({ key }) => key !== 'duplicateJobs');

/** The number of records with a known outcome. */
export function settledRecords(counters: Pick<RunCounters, OutcomeKey>): number {
  return OUTCOMES.reduce((sum, { key }) => sum + counters[key], 0);
}
