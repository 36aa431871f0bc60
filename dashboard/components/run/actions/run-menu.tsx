'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type CopiedAction, copiedCancel, copiedImport, copiedRerun } from '../../../lib/actions/copied.ts';
import type { Run } from '../../../lib/api/types.ts';
import { safeText } from '../../../lib/format/text.ts';
import { useDisabledReason } from '../../layout/access.tsx';
import { CopyActions, CopyActionsItem } from '../../ui/copy-actions.tsx';
import { IconDots } from '../../ui/icons.ts';

/** The menu of a run: `children`, and its actions as texts for a terminal. */
export function RunMenu({ run, children }: { run: Run; children?: ReactNode }) {
  const disabledReason = useDisabledReason(true);
  const [copying, setCopying] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={`More actions for ${safeText(run.sourceName, 100)}`}
          >
            <IconDots size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {disabledReason && <Menu.Label>{disabledReason}</Menu.Label>}
          {children}
          <CopyActionsItem onClick={() => setCopying(true)} />
        </Menu.Dropdown>
      </Menu>
      <CopyActions actions={actionsOf(run)} opened={copying} onClose={() => setCopying(false)} />
    </>
  );
}

function actionsOf({ runId, sourceName, status, rerunnable }: Run): CopiedAction[] {
  if (status === 'running') return [copiedCancel(runId)];
  const again = copiedImport(sourceName, 'Run again');
  return rerunnable.batches > 0 ? [again, copiedRerun(runId)] : [again];
}
