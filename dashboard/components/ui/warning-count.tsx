import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { VisuallyHidden } from '@mantine/core';
import type { RunWarning } from '../../lib/api/types.ts';
import { warningLabel } from '../../lib/format/warning.ts';
import { IconAlertTriangle } from './icons.ts';
import classes from './warning-count.module.css';

/** How many warnings a run has, beside its status; nothing for none. `short` shows the number alone, in lists. */
export function WarningCount({
  warnings,
  short = false,
}: {
  warnings: readonly RunWarning[];
  short?: boolean;
}) {
  if (warnings.length === 0) return null;
  return (
    <span className={classes.count} title={warnings.map(({ code }) => warningLabel(code)).join(', ')}>
      <IconAlertTriangle size={14} stroke={2} aria-hidden="true" />
      {short ? (
        <>
          <span aria-hidden="true">{countLabel(warnings.length)}</span>
          <VisuallyHidden>with {amountLabel(warnings.length, 'warning')}</VisuallyHidden>
        </>
      ) : (
        amountLabel(warnings.length, 'warning')
      )}
    </span>
  );
}
