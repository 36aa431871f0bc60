/**
 * The counters of a run in display order. `kind`: a `total`, an `outcome` of each record (together they are
 * `totalFetched`), or a number of `jobs` that are no records of the feed. Without imports: browsers load it.
 */
export const allCounters = [
  { key: 'totalFetched', label: 'Fetched', kind: 'total', meaning: 'Records read from the feed.' },
  {
    key: 'totalImported',
    label: 'Imported',
    kind: 'total',
    meaning: 'New, updated and unchanged records together.',
  },
  { key: 'newJobs', label: 'New', kind: 'outcome', meaning: 'Records whose job was not stored before.' },
  { key: 'updatedJobs', label: 'Updated', kind: 'outcome', meaning: 'Records whose job changed.' },
  { key: 'unchangedJobs', label: 'Unchanged', kind: 'outcome', meaning: 'Records whose job did not change.' },
  {
    key: 'duplicateJobs',
    label: 'Duplicate',
    kind: 'outcome',
    meaning: 'Records whose job is already in the same feed.',
  },
  {
    key: 'skippedJobs',
    label: 'Skipped',
    kind: 'outcome',
    meaning: 'Records that the filter of the source leaves out.',
  },
  { key: 'failedJobs', label: 'Failed', kind: 'outcome', meaning: 'Records that could not be imported.' },
  {
    key: 'removedJobs',
    label: 'Closed',
    kind: 'jobs',
    meaning: 'Jobs closed because they are no longer in the feed, or because their records are skipped.',
  },
] as const;

type Counter = (typeof allCounters)[number];
/** Without the totals. */
export type CountedName = Exclude<Counter, { kind: 'total' }>['key'];
export type OutcomeName = Extract<Counter, { kind: 'outcome' }>['key'];

/** The outcomes of a record. */
export const outcomes = allCounters.filter((counter) => counter.kind === 'outcome');

/** The number of records with a known outcome. */
export function sumOutcomes(counters: Record<OutcomeName, number>): number {
  return outcomes.reduce((sum, { key }) => sum + counters[key], 0);
}

/** An object with a value for each counter, in display order. */
export function mapCounters<T>(compute: (counter: Counter) => T): Record<Counter['key'], T> {
  const entries = allCounters.map((counter) => [counter.key, compute(counter)]);
  return Object.fromEntries(entries) as Record<Counter['key'], T>;
}
