/** An order of the list of runs, as the API takes it: with a minus the largest first. */
export type RunSort =
  | '-startedAt'
  | 'startedAt'
  | '-durationMs'
  | 'durationMs'
  | '-totalFetched'
  | '-failedJobs';

export const NEWEST_FIRST: RunSort = '-startedAt';

/** The orders that are offered. Runs that have not ended have no duration yet, and are left out by it. */
export const RUN_SORTS: readonly { value: RunSort; label: string }[] = [
  { value: NEWEST_FIRST, label: 'Newest first' },
  { value: 'startedAt', label: 'Oldest first' },
  { value: '-durationMs', label: 'Longest first (ended runs)' },
  { value: 'durationMs', label: 'Shortest first (ended runs)' },
  { value: '-totalFetched', label: 'Most records first' },
  { value: '-failedJobs', label: 'Most failed records first' },
];

/** What a click on a column's head asks for, by column: the first, and once it is that, the other. */
const BY_COLUMN: Readonly<Record<string, readonly [RunSort, RunSort]>> = {
  startedAt: [NEWEST_FIRST, 'startedAt'],
  duration: ['-durationMs', 'durationMs'],
  failedJobs: ['-failedJobs', NEWEST_FIRST],
  progress: ['-totalFetched', NEWEST_FIRST],
};

/** The order that a text stands for; null for a text that stands for none. */
export function runSortOf(text: string): RunSort | null {
  return RUN_SORTS.find(({ value }) => value === text)?.value ?? null;
}

/** What the head of a column does to the order, and what it is now; null for a column without an order. */
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
