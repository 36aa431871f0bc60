'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands } from '../../lib/api/browser.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { reloadSources } from '../../lib/sources/reload-sources.ts';
import { type BulkAction, BulkDialog } from '../ui/bulk-dialog.tsx';
import { CommandButton } from '../ui/command-button.tsx';
import { SelectionBar } from '../ui/selection-bar.tsx';
import type { RowSelection } from '../ui/use-row-selection.ts';
import { DeletedSources } from './open-jobs.tsx';

type Kind = 'run' | 'enable' | 'disable' | 'delete';

/** The actions on the selected sources. */
export function SourceSelection({
  sources,
  selection,
}: {
  sources: readonly SourceItem[];
  selection: RowSelection;
}) {
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<Kind | null>(null);
  const [closeJobs, setCloseJobs] = useState(false);
  const selected = sources.filter(({ name }) => selection.has(name));
  const enabled = selected.filter((source) => source.enabled);
  const disabled = selected.filter((source) => !source.enabled);
  const common = { idOf: nameOf, labelOf: nameOf };
  const actions: Record<Kind, BulkAction<SourceItem>> = {
    run: {
      ...common,
      confirmLabel: `Run ${amountLabel(selected.length, 'source')}`,
      forWorkers: true,
      doneLabel: 'Runs started',
      items: selected,
      perform: ({ name: source }, keyed, reason) => keyed({ source, reason }, commands.startImport),
      children: (
        <Text size="sm">Each source is imported now, whatever its schedule, also if it is disabled.</Text>
      ),
    },
    enable: {
      ...common,
      confirmLabel: `Enable ${amountLabel(disabled.length, 'source')}`,
      doneLabel: 'Sources enabled',
      items: disabled,
      perform: ({ name }, keyed, reason) => keyed({ name, enabled: true, reason }, commands.setSourceEnabled),
      children: <Text size="sm">They are imported on schedule again.</Text>,
    },
    disable: {
      ...common,
      confirmLabel: `Disable ${amountLabel(enabled.length, 'source')}`,
      doneLabel: 'Sources disabled',
      destructive: true,
      items: enabled,
      perform: ({ name }, keyed, reason) =>
        keyed({ name, enabled: false, reason }, commands.setSourceEnabled),
      children: (
        <Text size="sm">
          They are not imported until you enable them again. Runs in progress continue, and imported jobs are
          kept.
        </Text>
      ),
    },
    delete: {
      ...common,
      confirmLabel: `Delete ${amountLabel(selected.length, 'source')}`,
      doneLabel: 'Sources deleted',
      destructive: true,
      items: selected,
      perform: ({ name }, _, reason) => commands.removeSource({ name, closeJobs, reason }),
      children: (
        <DeletedSources names={selected.map(nameOf)} closeJobs={closeJobs} onCloseJobs={setCloseJobs} />
      ),
    },
  };
  return (
    <>
      {selected.length > 0 && (
        <SelectionBar
          label="Selected sources"
          what={amountLabel(selected.length, 'source')}
          selection={selection}
        >
          <CommandButton size="xs" forWorkers onClick={() => setKind('run')}>
            Run…
          </CommandButton>
          <CommandButton
            size="xs"
            variant="default"
            disabledReason={disabled.length === 0 ? 'All selected sources are enabled.' : null}
            onClick={() => setKind('enable')}
          >
            Enable…
          </CommandButton>
          <CommandButton
            size="xs"
            variant="default"
            disabledReason={enabled.length === 0 ? 'All selected sources are disabled.' : null}
            onClick={() => setKind('disable')}
          >
            Disable…
          </CommandButton>
          <CommandButton size="xs" variant="default" onClick={() => setKind('delete')}>
            Delete…
          </CommandButton>
        </SelectionBar>
      )}
      <BulkDialog
        action={kind && actions[kind]}
        onDone={(failed) => {
          selection.set(failed);
          void reloadSources(queryClient);
        }}
        onClose={() => {
          setKind(null);
          setCloseJobs(false);
        }}
      />
    </>
  );
}

function nameOf({ name }: SourceItem): string {
  return name;
}
