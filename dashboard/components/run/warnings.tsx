import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Paper, Title } from '@mantine/core';
import type { Run } from '../../lib/api/types.ts';
import { WarningList } from '../ui/warning-list.tsx';

/** What is odd about the feed of a run. Renders nothing for most runs. */
export function Warnings({ run: { warnings } }: { run: Run }) {
  if (warnings.length === 0) return null;
  return (
    <Paper p="md" component="section" aria-labelledby="warnings">
      <Title order={2} id="warnings" mb="xs">
        {amountLabel(warnings.length, 'warning')}
      </Title>
      <WarningList warnings={warnings} />
    </Paper>
  );
}
