/** The sort order of the list of runs, as in the API: a minus means descending. */
export type RunSort =
  | '-startedAt'
  | 'startedAt'
  | '-durationMs'
  | 'durationMs'
  | '-totalFetched'
  | '-failedJobs';

export const NEWEST_FIRST: RunSort = '-startedAt';

/** The orders offered. Running runs have no duration yet and are left out when sorted by it. */
export const RUN_SORTS: readonly { value: RunSort; label: string }[] = [
  { value: NEWEST_FIRST, label: 'Newest first' },
  { value: 'startedAt', label: 'Oldest first' },
  { value: '-durationMs', label: 'Longest first (ended runs)' },
  { value: 'durationMs', label: 'Shortest first (ended runs)' },
  { value: '-totalFetched', label: 'Most records first' },
  { value: '-failedJobs', label: 'Most failed records first' },
];

/** The orders that a click on a column head toggles between: the first click selects the first. */
const BY_COLUMN: Readonly<Record<string, readonly [RunSort, RunSort]>> = {
  startedAt: [NEWEST_FIRST, 'startedAt'],
  duration: ['-durationMs', 'durationMs'],
  failedJobs: ['-failedJobs', NEWEST_FIRST],
  progress: ['-totalFetched', NEWEST_FIRST],
};

/** Parses an order; null for an unknown one. */
export function runSortOf(text: string): RunSort | null {
  return RUN_SORTS.find(({ value }) => value === text)?.value ?? null;
}

/** The current order of a column and the one after a click on its head; null for a column without an order. */
export function columnSort(
  column: string,
  sort: RunSort,
): { next: RunSort; now: 'ascending' | 'descending' | 'none' } | null {
  const orders = BY_COLUMN[column];
  if (!orders) return null;
  const [first, other] = orders;
  if (sort === first) return { next: other, now: 'descending' };
  return { next: first, now: sort === other && sort !== NEWEST_FIRST ? 'ascending' : 'none' };
}
