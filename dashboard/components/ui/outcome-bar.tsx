import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import type { RunSummary } from '../../lib/api/types.ts';
import { formatShare } from '../../lib/format/number.ts';
import { OUTCOMES } from '../../lib/runs/outcomes.ts';
import { progressOf } from '../../lib/runs/progress.ts';
import classes from './outcome-bar.module.css';

/**
 * A run's progress in segments by outcome. While the total is unknown the bar is indeterminate and shows no
 * share.
 */
export function OutcomeBar({ run, size }: { run: RunSummary; size: 'sm' | 'lg' }) {
  const { total } = progressOf(run);
  const height = size === 'lg' ? 14 : 8;
  const label = progressLabel(run);
  if (total === null) {
    return <div className={classes.unknown} style={{ height }} role="progressbar" aria-label={label} />;
  }
  return (
    <div className={classes.bar} style={{ height }} role="img" aria-label={label}>
      {OUTCOMES.map(({ key, color }) =>
        run[key] > 0 ? (
          <span
            key={key}
            className={classes.segment}
            style={{ width: `${(run[key] / Math.max(1, total)) * 100}%`, background: color }}
          />
        ) : null,
      )}
    </div>
  );
}

/** The progress as text: "1,200 of 3,000 records, 40%". */
export function progressLabel(run: RunSummary): string {
  const { settled, total, seen } = progressOf(run);
  if (total === null) return `${amountLabel(seen, 'record')} so far`;
  if (total === 0) return 'No records';
  if (settled === total) return amountLabel(total, 'record');
  return `${countLabel(settled)} of ${amountLabel(total, 'record')}, ${formatShare(settled, total)}`;
}

/** The same, short enough for a table. */
export function shortProgressLabel(run: RunSummary): string {
  const { settled, total, seen } = progressOf(run);
  if (total === null) return `${countLabel(seen)} so far`;
  if (total === 0) return 'none';
  if (settled === total) return countLabel(total);
  return run.status === 'running'
    ? formatShare(settled, total)
    : `${countLabel(settled)} of ${countLabel(total)}`;
}
