'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { RunSummary } from '../../lib/api/types.ts';
import { hasFailedBatches } from '../../lib/runs/rerun.ts';
import { type BulkAction, BulkDialog } from '../ui/bulk-dialog.tsx';
import { CommandButton } from '../ui/command-button.tsx';
import { SelectionBar } from '../ui/selection-bar.tsx';
import type { RowSelection } from '../ui/use-row-selection.ts';

type Kind = 'cancel' | 'rerun' | 'again';

/** The actions on the selected runs. */
export function RunSelection({ runs, selection }: { runs: readonly RunSummary[]; selection: RowSelection }) {
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<Kind | null>(null);
  const selected = runs.filter(({ runId }) => selection.has(runId));
  const running = selected.filter(
    ({ status, cancelRequestedAt }) => status === 'running' && !cancelRequestedAt,
  );
  const ended = selected.filter(({ status }) => status !== 'running');
  const failed = ended.filter(hasFailedBatches);
  // A source has one run at a time.
  const newest = ended.filter((run) => ended.find(({ sourceName }) => sourceName === run.sourceName) === run);
  const common = { idOf: (run: RunSummary) => run.runId, labelOf: (run: RunSummary) => run.sourceName };
  const actions: Record<Kind, BulkAction<RunSummary>> = {
    cancel: {
      ...common,
      confirmLabel: `Cancel ${amountLabel(running.length, 'run')}`,
      doneLabel: 'Runs are stopping',
      destructive: true,
      items: running,
      perform: ({ runId }, keyed, reason) => keyed({ runId, reason }, commands.cancel),
      children: (
        <Text size="sm">
          Stops reading the feeds and drops waiting batches; batches in progress finish. Imported jobs are
          kept. Cancelled runs cannot be resumed.
        </Text>
      ),
    },
    rerun: {
      ...common,
      confirmLabel: `Re-run failed batches of ${amountLabel(failed.length, 'run')}`,
      forWorkers: true,
      doneLabel: 'Failed batches are running again',
      items: failed,
      perform: ({ runId }, keyed, reason) => keyed({ runId, batches: null, reason }, commands.rerun),
      children: (
        <Text size="sm">
          Each becomes another attempt of its run, from the stored records. The feeds are not read again.
        </Text>
      ),
    },
    again: {
      ...common,
      confirmLabel: `Run ${amountLabel(newest.length, 'source')} again`,
      forWorkers: true,
      doneLabel: 'Runs started',
      items: newest,
      perform: ({ sourceName: source }, keyed, reason) => keyed({ source, reason }, commands.startImport),
      children: <Text size="sm">Starts a new run of each source of the selected runs.</Text>,
    },
  };
  return (
    <>
      {selected.length > 0 && (
        <SelectionBar label="Selected runs" what={amountLabel(selected.length, 'run')} selection={selection}>
          <CommandButton
            size="xs"
            variant="default"
            disabledReason={running.length === 0 ? 'None of the selected runs is running.' : null}
            onClick={() => setKind('cancel')}
          >
            Cancel…
          </CommandButton>
          <CommandButton
            size="xs"
            variant="default"
            forWorkers
            disabledReason={failed.length === 0 ? 'No batch of the selected runs failed.' : null}
            onClick={() => setKind('rerun')}
          >
            Re-run failed batches…
          </CommandButton>
          <CommandButton
            size="xs"
            variant="default"
            forWorkers
            disabledReason={newest.length === 0 ? 'All selected runs are running.' : null}
            onClick={() => setKind('again')}
          >
            Run again…
          </CommandButton>
        </SelectionBar>
      )}
      <BulkDialog
        action={kind && actions[kind]}
        onDone={(left) => {
          selection.set(left);
          void queryClient.invalidateQueries({ queryKey: keys.runLists });
        }}
        onClose={() => setKind(null)}
      />
    </>
  );
}
