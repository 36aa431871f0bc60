import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Group, Paper, Stack, Text } from '@mantine/core';
import type { Run } from '../../lib/api/types.ts';
import { formatShare } from '../../lib/format/number.ts';
import { OUTCOMES } from '../../lib/runs/outcomes.ts';
import { progressOf } from '../../lib/runs/progress.ts';
import { runNotes } from '../../lib/runs/run-notes.ts';
import { OutcomeBar, progressLabel } from '../ui/outcome-bar.tsx';
import { Pace } from './pace.tsx';
import classes from './run-progress.module.css';

/** The run's progress by outcome, with the numbers behind the segments and explanatory notes. */
export function RunProgress({ run, readAtMs }: { run: Run; readAtMs: number }) {
  const { total } = progressOf(run);
  const notes = runNotes(run);
  return (
    <Paper p="md">
      <Group justify="space-between" mb={8} gap="xs">
        <Text fw={600} size="sm" data-testid="progress">
          {progressLabel(run)}
        </Text>
        {run.status === 'running' && <Pace run={run} readAtMs={readAtMs} />}
        <Text size="sm" c="dimmed">
          {batchesLabel(run)}
        </Text>
      </Group>
      <OutcomeBar run={run} size="lg" />
      <ul className={classes.legend}>
        {OUTCOMES.map(({ key, label, color }) => (
          <li key={key} className={classes.entry}>
            <span className={classes.swatch} style={{ background: color }} aria-hidden="true" />
            {label}
            <span className={classes.value}>
              {countLabel(run[key])}
              {total !== null && total > 0 && (
                <>
                  {' '}
                  <span className={classes.share}>{formatShare(run[key], total)}</span>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {notes.length > 0 && (
        <Stack gap={2} mt="sm" data-testid="run-notes">
          {notes.map((line) => (
            <Text key={line} size="sm">
              {line}
            </Text>
          ))}
        </Stack>
      )}
    </Paper>
  );
}

function batchesLabel({ status, meta: { totalBatches, processedBatches } }: Run): string {
  if (totalBatches === 0) return 'No batches';
  if (totalBatches !== null)
    return `${countLabel(processedBatches)} of ${amountLabel(totalBatches, 'batch', 'batches')} done`;
  return status === 'running'
    ? `${amountLabel(processedBatches, 'batch', 'batches')} done, still reading the feed`
    : '';
}
