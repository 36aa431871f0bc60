import type { Run } from '../../lib/api/types.ts';
import { formatCount } from '../../lib/format/number.ts';
import { Figure, FigureGrid } from '../ui/figures.tsx';

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
    <FigureGrid columns={COUNTERS.length}>
      {COUNTERS.map(({ key, label }) => (
        <Figure
          key={key}
          name={label}
          bad={key === 'failedJobs' && run[key] > 0}
          mark={{ 'data-counter': key }}
        >
          {formatCount(run[key])}
        </Figure>
      ))}
    </FigureGrid>
  );
}
