import type { RunSummary } from '../../lib/api/types.ts';
import { formatAmount, formatCount, formatShare } from '../../lib/format/number.ts';
import { OUTCOMES } from '../../lib/runs/outcomes.ts';
import { progressOf } from '../../lib/runs/progress.ts';
import classes from './outcome-bar.module.css';

/**
 * A run's progress, in segments by outcome. While the total is unknown a segment wanders through the bar
 * and no share is claimed.
 */
export function OutcomeBar({ run, size }: { run: RunSummary; size: 'sm' | 'lg' }) {
  const { total } = progressOf(run);
  const height = size === 'lg' ? 14 : 8;
  const words = progressInWords(run);
  if (total === null) {
    return <div className={classes.unknown} style={{ height }} role="progressbar" aria-label={words} />;
  }
  return (
    <div className={classes.bar} style={{ height }} role="img" aria-label={words}>
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

/** "1,200 of 3,000 records, 40%": the same progress for the eye beside the bar and for a screen reader. */
export function progressInWords(run: RunSummary): string {
  const { settled, total, seen } = progressOf(run);
  if (total === null) return `${formatAmount(seen, 'record')} so far`;
  if (total === 0) return 'No records';
  if (settled === total) return formatAmount(total, 'record');
  return `${formatCount(settled)} of ${formatAmount(total, 'record')}, ${formatShare(settled, total)}`;
}

/** The same in the few characters that a table has room for. */
export function progressInShort(run: RunSummary): string {
  const { settled, total, seen } = progressOf(run);
  if (total === null) return `${formatCount(seen)} so far`;
  if (total === 0) return 'none';
  if (settled === total) return formatCount(total);
  return run.status === 'running'
    ? formatShare(settled, total)
    : `${formatCount(settled)} of ${formatCount(total)}`;
}
