'use client';

import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { Run } from '../../../lib/api/queries.ts';
import { whyNoRerun } from '../../../lib/rerun.ts';
import { IconPlayerStop, IconRefresh } from '../../show/icons.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { RerunDialog } from './rerun-dialog.tsx';

/** What can be done to the run: cancel it while it runs, run what failed again once it has ended. */
export function RunActions({ run }: { run: Run }) {
  const [asking, setAsking] = useState<'cancel' | 'rerun' | null>(null);
  const running = run.status === 'running';
  const stopping = running && run.cancelRequestedAt !== null;
  const close = () => setAsking(null);
  return (
    <>
      {running ? (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden="true" />}
          disabled={stopping}
          onClick={() => setAsking('cancel')}
        >
          {stopping ? 'Stopping…' : 'Cancel run'}
        </Button>
      ) : (
        <RerunButton reason={whyNoRerun(run)} onClick={() => setAsking('rerun')} />
      )}
      <CancelDialog run={run} opened={asking === 'cancel'} onClose={close} />
      <RerunDialog run={run} chosen={null} opened={asking === 'rerun'} onClose={close} />
    </>
  );
}

/** Stays reachable by keyboard when it is off, so that its reason can be read. */
function RerunButton({ reason, onClick }: { reason: string | null; onClick: () => void }) {
  return (
    <Tooltip
      label={reason}
      disabled={!reason}
      multiline
      maw={260}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden="true" />}
        data-disabled={reason ? true : undefined}
        aria-disabled={reason ? true : undefined}
        aria-description={reason ?? undefined}
        onClick={(event) => (reason ? event.preventDefault() : onClick())}
      >
        Re-run failed batches
      </Button>
    </Tooltip>
  );
}
