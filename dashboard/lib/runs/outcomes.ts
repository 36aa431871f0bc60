import { allCounters, type CountedName, outcomes } from '@feedflow/shared/model/counters';

const COLORS: Record<CountedName, string> = {
  newJobs: 'var(--ff-bar-new)',
  updatedJobs: 'var(--ff-bar-updated)',
  unchangedJobs: 'var(--ff-bar-unchanged)',
  duplicateJobs: 'var(--ff-bar-duplicate)',
  skippedJobs: 'var(--ff-bar-skipped)',
  failedJobs: 'var(--ff-bar-failed)',
  removedJobs: 'var(--ff-bar-removed)',
};

function withColor<Key extends CountedName>({ key, label }: { key: Key; label: string }) {
  return { key, label, color: COLORS[key] };
}

/** The possible outcomes of a record in the order of stacked bars, each with its colour. */
export const OUTCOMES = outcomes.map(withColor);

const shown = allCounters.filter((counter) => counter.kind !== 'total').map(withColor);

/** The counters of lists and charts: failures are last. */
export const COUNTED = [
  ...shown.filter(({ key }) => key !== 'failedJobs'),
  ...shown.filter(({ key }) => key === 'failedJobs'),
];

/** The counters shown in charts: duplicates are repeats within a feed and have no outcome of their own. */
export const CHARTED_OUTCOMES = COUNTED.filter(({ key }) => key !== 'duplicateJobs');
