'use client';

import { Group, Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { Run } from '../../../lib/api/types.ts';
import { whyNoRerun } from '../../../lib/runs/rerun.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { IconPlayerStop, IconRefresh } from '../../ui/icons.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { RerunDialog } from './rerun-dialog.tsx';

const BUTTON_PX = 36;

// A menu that few open.
const ImportAgain = dynamic(() => import('./import-again.tsx').then((module) => module.ImportAgain), {
  ssr: false,
  loading: () => <Skeleton height={BUTTON_PX} width={BUTTON_PX} />,
});

/** What can be done to the run: cancel it while it runs, run what failed or the whole import again once it has ended. */
export function RunActions({ run }: { run: Run }) {
  const [asking, setAsking] = useState<'cancel' | 'rerun' | null>(null);
  const running = run.status === 'running';
  const stopping = running && run.cancelRequestedAt !== null;
  const close = () => setAsking(null);
  return (
    <>
      {running ? (
        <CommandButton
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden="true" />}
          whyNot={stopping ? 'The run was asked to stop.' : null}
          onClick={() => setAsking('cancel')}
        >
          {stopping ? 'Stopping…' : 'Cancel run'}
        </CommandButton>
      ) : (
        <Group gap="xs" wrap="nowrap">
          <CommandButton
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden="true" />}
            whyNot={whyNoRerun(run)}
            onClick={() => setAsking('rerun')}
          >
            Re-run failed batches
          </CommandButton>
          <ImportAgain run={run} />
        </Group>
      )}
      <CancelDialog run={run} opened={asking === 'cancel'} onClose={close} />
      <RerunDialog run={run} chosen={null} opened={asking === 'rerun'} onClose={close} />
    </>
  );
}
