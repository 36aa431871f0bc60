'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import { UnstyledButton } from '@mantine/core';
import { codeLabel } from '../../lib/format/text.ts';
import classes from './failures.module.css';

/** Failed records per reason, the most frequent first; with `onPick` each reason can be selected. */
export function FailureTotals({
  reasons,
  total,
  picked = null,
  onPick,
}: {
  reasons: [string, number][];
  total: number;
  picked?: string | null;
  onPick?: (reason: string | null) => void;
}) {
  return (
    <ul className={classes.totals}>
      {reasons.map(([code, count]) => (
        <li key={code}>
          {onPick ? (
            <UnstyledButton
              className={classes.reason}
              aria-pressed={picked === code}
              onClick={() => onPick(picked === code ? null : code)}
            >
              <Total code={code} count={count} total={total} />
            </UnstyledButton>
          ) : (
            <span className={classes.reason}>
              <Total code={code} count={count} total={total} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Total({ code, count, total }: { code: string; count: number; total: number }) {
  return (
    <>
      <span>{codeLabel(code)}</span>
      <span className={classes.track} aria-hidden="true">
        <span className={classes.part} style={{ width: `${(count / Math.max(1, total)) * 100}%` }} />
      </span>
      <span className={classes.count}>{countLabel(count)}</span>
    </>
  );
}
