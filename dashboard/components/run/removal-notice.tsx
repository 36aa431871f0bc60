'use client';

import { Alert, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { Run } from '../../lib/api/types.ts';
import { formatAmount } from '../../lib/format/number.ts';
import { heldInWords } from '../../lib/runs/story.ts';
import { CommandButton } from '../ui/command-button.tsx';
import { IconAlertTriangle } from '../ui/icons.ts';
import problem from '../ui/problem.module.css';
import { RemovalDialog } from './actions/removal-dialog.tsx';

/** Postings that the run held back, and the way to close them after all. Nothing for most runs. */
export function RemovalNotice({ run }: { run: Run }) {
  const [asking, setAsking] = useState(false);
  const { removal } = run;
  const held = removal?.state === 'held' && run.status !== 'running';
  if (!removal || !held) return null;
  const postings = formatAmount(removal.vanishedJobs, 'posting');
  const close = () => setAsking(false);
  return (
    <>
      <Alert
        variant="light"
        icon={<IconAlertTriangle aria-hidden="true" />}
        title={`${postings} vanished from the feed and ${removal.vanishedJobs === 1 ? 'is' : 'are'} held back`}
        className={problem.notice}
      >
        <Group justify="space-between" gap="sm" align="flex-end">
          <Text size="sm" maw="60ch">
            {heldInWords(removal)} Look at the feed; where it is right, close them here.
          </Text>
          <CommandButton variant="default" onClick={() => setAsking(true)}>
            Close {postings}
          </CommandButton>
        </Group>
      </Alert>
      <RemovalDialog run={run} vanishedJobs={removal.vanishedJobs} opened={asking} onClose={close} />
    </>
  );
}
