'use client';

import { Alert, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { Run } from '../../lib/api/types.ts';
import { formatAmount } from '../../lib/format/number.ts';
import { heldMessage } from '../../lib/runs/run-notes.ts';
import { CommandButton } from '../ui/command-button.tsx';
import { IconAlertTriangle } from '../ui/icons.ts';
import problem from '../ui/problem.module.css';
import { RemovalDialog } from './actions/removal-dialog.tsx';

/** Jobs that the shrink guard kept open, with a button to close them. Renders nothing for most runs. */
export function RemovalNotice({ run }: { run: Run }) {
  const [confirming, setConfirming] = useState(false);
  const { removal } = run;
  const held = removal?.state === 'held' && run.status !== 'running';
  if (!removal || !held) return null;
  const jobs = formatAmount(removal.vanishedJobs, 'job');
  const close = () => setConfirming(false);
  return (
    <>
      <Alert
        variant="light"
        icon={<IconAlertTriangle aria-hidden="true" />}
        title={`${jobs} no longer in the feed ${removal.vanishedJobs === 1 ? 'was' : 'were'} kept open`}
        className={problem.notice}
      >
        <Group justify="space-between" gap="sm" align="flex-end">
          <Text size="sm" maw="60ch">
            {heldMessage(removal)} Check the feed. If it is correct, close the jobs here.
          </Text>
          <CommandButton variant="default" onClick={() => setConfirming(true)}>
            Close {jobs}
          </CommandButton>
        </Group>
      </Alert>
      <RemovalDialog run={run} vanishedJobs={removal.vanishedJobs} opened={confirming} onClose={close} />
    </>
  );
}
