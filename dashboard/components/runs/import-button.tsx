'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Combobox, Group, ScrollArea, Text, useCombobox } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands, queries } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { CommandButton } from '../ui/command-button.tsx';
import { CommandFailure } from '../ui/command-failure.tsx';
import { Confirm, type ConfirmProps } from '../ui/confirm.tsx';
import { IconChevronDown, IconPlayerPlay } from '../ui/icons.ts';
import { ReasonField } from '../ui/reason-field.tsx';
import { noSourcesMessage } from '../ui/source-field.tsx';
import { useCommand } from '../ui/use-command.ts';
import { notifyNotStarted, notifyStarted } from './import-result.tsx';

const SHOWN_AT_MOST = 100;

/** Starts an import: of one source from a list, or after a confirmation of all enabled ones. */
export function ImportButton() {
  const queryClient = useQueryClient();
  const [confirming, setConfirming] = useState(false);
  const options = {
    // The event stream reports the new runs too; this covers the time without a stream.
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.runLists }),
  };
  const start = useCommand(commands.startImport, {
    ...options,
    onSuccess: notifyStarted,
    onError: notifyNotStarted,
  });
  const startAll = useCommand(commands.startImport, {
    ...options,
    onSuccess(started) {
      setConfirming(false);
      notifyStarted(started);
    },
  });
  return (
    <Group gap="xs" wrap="nowrap">
      <CommandButton variant="default" forWorkers onClick={() => setConfirming(true)}>
        Run all…
      </CommandButton>
      <SourcePicker
        loading={start.isPending}
        // A second click while the first is pending would only be refused.
        onPick={(source, reason) => !start.isPending && start.mutate({ source, reason })}
      />
      <RunAllDialog
        opened={confirming}
        command={startAll}
        onConfirm={(reason) => startAll.mutate({ source: null, reason })}
        onClose={() => setConfirming(false)}
      />
    </Group>
  );
}

/** Asks before all enabled sources are imported, with their number. */
function RunAllDialog(props: Pick<ConfirmProps, 'opened' | 'command' | 'onConfirm' | 'onClose'>) {
  const sources = useQuery({ ...queries.sources(), enabled: props.opened });
  const enabled = sources.data?.filter((source) => source.enabled).length;
  const disabled = (sources.data?.length ?? 0) - (enabled ?? 0);
  const what = enabled === undefined ? 'all enabled sources' : amountLabel(enabled, 'source');
  return (
    <Confirm
      {...props}
      title={`Run ${what} now?`}
      confirmLabel={`Run ${what}`}
      blocked={enabled === 0}
      forWorkers
    >
      <Text size="sm">
        Each source is imported now, whatever its schedule. Sources that are already running are skipped.
        {disabled > 0 &&
          ` ${amountLabel(disabled, 'disabled source')} ${disabled === 1 ? 'is' : 'are'} left out.`}
      </Text>
      {sources.isError && <CommandFailure error={sources.error} />}
    </Confirm>
  );
}

function SourcePicker({
  loading,
  onPick,
}: {
  loading: boolean;
  onPick: (source: string, reason?: string) => void;
}) {
  const [search, setSearch] = useState('');
  const [reason, setReason] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setSearch('');
      setReason('');
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const sources = useQuery({ ...queries.sources(), enabled: combobox.dropdownOpened });
  const filter = search.trim().toLowerCase();
  const found = (sources.data ?? []).filter((source) => source.name.toLowerCase().includes(filter));
  return (
    <Combobox
      store={combobox}
      width={280}
      position="bottom-end"
      withinPortal
      onOptionSubmit={(name) => {
        onPick(name, reason.trim() || undefined);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <CommandButton
          forWorkers
          leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
          rightSection={<IconChevronDown size={16} aria-hidden="true" />}
          loading={loading}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          Run a source
        </CommandButton>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label="Find a source"
          placeholder="Import one source…"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Combobox.Options aria-label="Sources">
          <ScrollArea.Autosize mah={280} type="auto">
            {found.slice(0, SHOWN_AT_MOST).map((source) => (
              <SourceOption key={source.name} source={source} />
            ))}
            {found.length > SHOWN_AT_MOST && (
              <Combobox.Empty>{found.length - SHOWN_AT_MOST} more: type to search</Combobox.Empty>
            )}
            {found.length === 0 && <Combobox.Empty>{noSourcesMessage(sources)}</Combobox.Empty>}
          </ScrollArea.Autosize>
        </Combobox.Options>
        <Combobox.Footer>
          <ReasonField size="xs" value={reason} onChange={setReason} />
        </Combobox.Footer>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function SourceOption({ source }: { source: SourceItem }) {
  return (
    <Combobox.Option value={source.name} disabled={!source.enabled}>
      <Text size="sm">{safeText(source.name, 60)}</Text>
      {!source.enabled && (
        <Text size="xs" c="dimmed">
          Disabled
        </Text>
      )}
    </Combobox.Option>
  );
}
