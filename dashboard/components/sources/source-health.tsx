import { Text, Tooltip } from '@mantine/core';
import type { SourceItem } from '../../lib/api/types.ts';
import { formatAmount } from '../../lib/format/number.ts';
import { codeLabel } from '../../lib/format/text.ts';
import { isFailing } from '../../lib/sources/source-list.ts';
import { RelativeTime } from '../ui/time.tsx';
import classes from './source-table.module.css';

/** How the last runs of a source went, in a few words. */
export function SourceHealth({ source }: { source: SourceItem }) {
  if (source.lastRun === null) return 'No run yet';
  if (isFailing(source)) {
    return (
      <span className={`${classes.bad} ${classes.streak}`}>
        {source.failuresInARow > 0
          ? formatAmount(source.failuresInARow, 'failure', 'failures in a row')
          : 'Disabled after failures'}
      </span>
    );
  }
  if (source.lastRun.status === 'partial') return <span className={classes.warning}>Records failed</span>;
  return 'OK';
}

/** Ticks that were skipped because the source was still running, or missed while no scheduler was. */
export function SkippedTicks({ source: { skippedTicks, lastSkippedTick } }: { source: SourceItem }) {
  if (skippedTicks === 0) return null;
  const label = lastSkippedTick ? `Last: ${codeLabel(lastSkippedTick.reason)}` : '';
  return (
    <Tooltip label={label} disabled={!label}>
      <Text size="xs" c="dimmed" component="div" className={classes.earlier}>
        {formatAmount(skippedTicks, 'run')} skipped
        {lastSkippedTick && (
          <>
            , last <RelativeTime at={lastSkippedTick.at} />
          </>
        )}
      </Text>
    </Tooltip>
  );
}
