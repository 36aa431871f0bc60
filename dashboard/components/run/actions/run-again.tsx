'use client';

import { commands } from '../../../lib/api/browser.ts';
import type { Run } from '../../../lib/api/types.ts';
import { FullImportItem } from '../../runs/full-import-item.tsx';
import { notifyNotStarted, notifyStarted } from '../../runs/import-result.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { IconPlayerPlay } from '../../ui/icons.ts';
import { useCommand } from '../../ui/use-command.ts';
import { RunMenu } from './run-menu.tsx';

/** Starts another run of the same source: an incremental or, by the menu, a full import. */
export function RunAgain({ run }: { run: Run }) {
  const start = useCommand(commands.startImport, { onSuccess: notifyStarted, onError: notifyNotStarted });
  return (
    <>
      <CommandButton
        forWorkers
        leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
        loading={start.isPending}
        onClick={() => start.mutate({ source: run.sourceName })}
      >
        Run again
      </CommandButton>
      <RunMenu run={run}>
        <FullImportItem
          isPending={start.isPending}
          onClick={() => start.mutate({ source: run.sourceName, full: true })}
        />
      </RunMenu>
    </>
  );
}
