import type { RunWarning } from '../../lib/api/types.ts';
import { formatAmount } from '../../lib/format/number.ts';
import { IconAlertTriangle } from './icons.ts';
import classes from './warning-count.module.css';
import { warningLabel } from './warning-list.tsx';

/** How many warnings a run has, beside its status; nothing for none. */
export function WarningCount({ warnings }: { warnings: readonly RunWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <span className={classes.count} title={warnings.map(({ code }) => warningLabel(code)).join(', ')}>
      <IconAlertTriangle size={14} stroke={2} aria-hidden="true" />
      {formatAmount(warnings.length, 'warning')}
    </span>
  );
}
