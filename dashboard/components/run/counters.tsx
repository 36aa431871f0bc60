import { countLabel } from '@feedflow/shared/model/amount-label';
import { allCounters } from '@feedflow/shared/model/counters';
import type { Run } from '../../lib/api/types.ts';
import { Stat, StatGrid } from '../ui/stat-grid.tsx';

/** The counters of the run. */
export function Counters({ run }: { run: Run }) {
  return (
    <StatGrid columns={allCounters.length}>
      {allCounters.map(({ key, label }) => (
        <Stat key={key} name={label} bad={key === 'failedJobs' && run[key] > 0} counter={key}>
          {countLabel(run[key])}
        </Stat>
      ))}
    </StatGrid>
  );
}
