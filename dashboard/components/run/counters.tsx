import { Paper } from '@mantine/core';
import type { Run } from '../../lib/api/queries.ts';
import { formatCount } from '../../lib/format/number.ts';
import classes from './counters.module.css';

const COUNTERS = [
  { key: 'totalFetched', label: 'Fetched' },
  { key: 'totalImported', label: 'Imported' },
  { key: 'newJobs', label: 'New' },
  { key: 'updatedJobs', label: 'Updated' },
  { key: 'unchangedJobs', label: 'Unchanged' },
  { key: 'duplicateJobs', label: 'Duplicate' },
  { key: 'failedJobs', label: 'Failed' },
  { key: 'removedJobs', label: 'Removed' },
] as const;

/** What the run did, in records. */
export function Counters({ run }: { run: Run }) {
  return (
    <Paper component="dl" className={classes.counters}>
      {COUNTERS.map(({ key, label }) => (
        <div
          key={key}
          className={classes.counter}
          data-bad={(key === 'failedJobs' && run[key] > 0) || undefined}
        >
          <dt>{label}</dt>
          <dd data-counter={key}>{formatCount(run[key])}</dd>
        </div>
      ))}
    </Paper>
  );
}
