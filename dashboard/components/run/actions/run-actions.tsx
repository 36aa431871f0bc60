'use client';

import { Group, Skeleton } from '@mantine/core';
import { useDidUpdate } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import type { Run } from '../../../lib/api/types.ts';
import { hasFailures, rerunDisabledReason } from '../../../lib/runs/rerun.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { focusContentIfLost } from '../../ui/confirm.tsx';
import { IconPlayerStop, IconRefresh } from '../../ui/icons.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { RerunDialog } from './rerun-dialog.tsx';

const BUTTON_PX = 36;
const BOTH_BUTTONS_PX = 176;

// Loaded on demand: the menu is rarely opened.
const RunAgain = dynamic(() => import('./run-again.tsx').then((module) => module.RunAgain), {
  ssr: false,
  loading: () => <Skeleton height={BUTTON_PX} width={BOTH_BUTTONS_PX} />,
});

const RunMenu = dynamic(() => import('./run-menu.tsx').then((module) => module.RunMenu), {
  ssr: false,
  loading: () => <Skeleton height={BUTTON_PX} width={BUTTON_PX} />,
});

/**
 * The actions on a run: cancel it while it is running; re-run failed batches, or run its source again, once it has
 * ended.
 */
export function RunActions({ run }: { run: Run }) {
  const [dialog, setDialog] = useState<'cancel' | 'rerun' | null>(null);
  const running = run.status === 'running';
  const stopping = running && run.cancelRequestedAt !== null;
  const close = () => setDialog(null);
  const focus = useFocusKept(running);
  return (
    <>
      {running ? (
        <Group gap="xs" {...focus}>
          <CommandButton
            variant="default"
            leftSection={<IconPlayerStop size={16} aria-hidden="true" />}
            disabledReason={stopping ? 'The run is already stopping.' : null}
            onClick={() => setDialog('cancel')}
          >
            {stopping ? 'Stopping…' : 'Cancel run'}
          </CommandButton>
          <RunMenu run={run} />
        </Group>
      ) : (
        <Group gap="xs" {...focus}>
          {hasFailures(run) && (
            <CommandButton
              variant="default"
              forWorkers
              leftSection={<IconRefresh size={16} aria-hidden="true" />}
              disabledReason={rerunDisabledReason(run)}
              onClick={() => setDialog('rerun')}
            >
              Re-run failed batches
            </CommandButton>
          )}
          <RunAgain run={run} />
        </Group>
      )}
      <CancelDialog run={run} opened={dialog === 'cancel'} onClose={close} />
      <RerunDialog run={run} selected={null} opened={dialog === 'rerun'} onClose={close} />
    </>
  );
}

/**
 * The end of a run replaces its actions: a focus that was on one of them moves to the page's content.
 *
 * @returns what notices the focus, for the element around the actions
 */
function useFocusKept(running: boolean) {
  const hasFocus = useRef(false);
  useDidUpdate(() => {
    if (hasFocus.current) focusContentIfLost();
  }, [running]);
  return {
    onFocus: () => {
      hasFocus.current = true;
    },
    onBlur: () => {
      hasFocus.current = false;
    },
  };
}
