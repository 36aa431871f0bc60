'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { goneLabel } from '@feedflow/shared/model/removal-label';
import { Alert, Box, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { Run } from '../../lib/api/types.ts';
import { heldMessage } from '../../lib/runs/run-notes.ts';
import { CommandButton } from '../ui/command-button.tsx';
import { IconAlertTriangle } from '../ui/icons.ts';
import problem from '../ui/problem.module.css';
import { RemovalDialog } from './actions/removal-dialog.tsx';
import { HeldJobs } from './held-jobs.tsx';

/**
 * Jobs that the shrink guard kept open, with a list of them and a button to close them. Renders nothing for most runs.
 */
export function RemovalNotice({ run }: { run: Run }) {
  const [confirming, setConfirming] = useState(false);
  const [listed, setListed] = useState(false);
  const { removal } = run;
  const held = removal?.state === 'held' && run.status !== 'running';
  if (!removal || !held) return null;
  const jobs = amountLabel(removal.vanishedJobs, 'job');
  const close = () => setConfirming(false);
  return (
    <>
      <Alert
        variant="light"
        icon={<IconAlertTriangle aria-hidden="true" />}
        title={`${jobs} ${goneLabel(removal)} ${removal.vanishedJobs === 1 ? 'was' : 'were'} kept open`}
        className={problem.notice}
      >
        <Group justify="space-between" gap="sm" align="flex-end">
          <Text size="sm" maw="60ch">
            {heldMessage(removal)} Check the feed. If it is correct, close the jobs here.
          </Text>
          <Group gap="xs">
            <Button variant="default" aria-expanded={listed} onClick={() => setListed(!listed)}>
              {listed ? 'Hide jobs' : 'Show jobs'}
            </Button>
            <CommandButton variant="default" onClick={() => setConfirming(true)}>
              Close {jobs}
            </CommandButton>
          </Group>
        </Group>
        {listed && (
          <Box mt="sm">
            <HeldJobs runId={run.runId} />
          </Box>
        )}
      </Alert>
      <RemovalDialog run={run} vanishedJobs={removal.vanishedJobs} opened={confirming} onClose={close} />
    </>
  );
}
