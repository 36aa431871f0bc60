import type { Run } from '../../lib/api/types.ts';
import { formatCount } from '../../lib/format/number.ts';
import { Stat, StatGrid } from '../ui/stat-grid.tsx';

const COUNTERS = [
  { key: 'totalFetched', label: 'Fetched' },
  { key: 'totalImported', label: 'Imported' },
  { key: 'newJobs', label: 'New' },
  { key: 'updatedJobs', label: 'Updated' },
  { key: 'unchangedJobs', label: 'Unchanged' },
  { key: 'duplicateJobs', label: 'Duplicate' },
  { key: 'failedJobs', label: 'Failed' },
  { key: 'removedJobs', label: 'Closed' },
] as const;

/** The counters of the run. */
export function Counters({ run }: { run: Run }) {
  return (
    <StatGrid columns={COUNTERS.length}>
      {COUNTERS.map(({ key, label }) => (
        <Stat
          key={key}
          name={label}
          bad={key === 'failedJobs' && run[key] > 0}
          mark={{ 'data-counter': key }}
        >
          {formatCount(run[key])}
        </Stat>
      ))}
    </StatGrid>
  );
}
