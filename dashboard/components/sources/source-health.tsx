import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Text, Tooltip } from '@mantine/core';
import type { SourceItem } from '../../lib/api/types.ts';
import { capitalized, codeLabel, safeText } from '../../lib/format/text.ts';
import { LEVEL_LABELS } from '../../lib/sources/quality.ts';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '../ui/icons.ts';
import { RelativeTime } from '../ui/time.tsx';
import classes from './source-table.module.css';

const ICONS = { healthy: IconCircleCheck, warning: IconAlertTriangle, failing: IconCircleX };

/** The health of a source in a word, as a coloured icon with its label. */
export function HealthLabel({ source }: { source: SourceItem }) {
  const { health, lastRun, enabled, disabledReason } = source;
  if (!enabled && !disabledReason) return 'Paused';
  if (lastRun === null && health.level === 'healthy') return 'No run yet';
  const Icon = ICONS[health.level];
  return (
    <span className={classes.health} data-health={health.level}>
      <Icon size={16} stroke={2} aria-hidden="true" />
      {LEVEL_LABELS[health.level]}
    </span>
  );
}

/** The health of a source with the first of its reasons. */
export function SourceHealth({ source }: { source: SourceItem }) {
  const [first, ...others] = source.health.reasons;
  return (
    <>
      <HealthLabel source={source} />
      {first && (
        <Text size="xs" component="div" className={classes.reason}>
          {capitalized(safeText(first.message, 200))}
          {others.length > 0 && `, and ${amountLabel(others.length, 'more reason')}`}
        </Text>
      )}
    </>
  );
}

/** Ticks that were skipped because the source was still running, or missed while no scheduler was. */
export function SkippedTicks({ source: { skippedTicks, lastSkippedTick } }: { source: SourceItem }) {
  if (skippedTicks === 0) return null;
  const label = lastSkippedTick ? `Last: ${codeLabel(lastSkippedTick.reason)}` : '';
  return (
    <Tooltip label={label} disabled={!label}>
      <Text size="xs" c="dimmed" component="div" className={classes.earlier}>
        {amountLabel(skippedTicks, 'run')} skipped
        {lastSkippedTick && (
          <>
            , last <RelativeTime at={lastSkippedTick.at} />
          </>
        )}
      </Text>
    </Tooltip>
  );
}
