'use client';

import { Button, Combobox, Group, ScrollArea, Text, useCombobox } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands, queries } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { useDisabledReason } from '../layout/access.tsx';
import { CommandButton } from '../ui/command-button.tsx';
import { IconChevronDown, IconPlayerPlay } from '../ui/icons.ts';
import { ReasonField } from '../ui/reason-field.tsx';
import { noSourcesMessage } from '../ui/source-field.tsx';
import { useCommand } from '../ui/use-command.ts';
import classes from './import-button.module.css';
import { notifyNotStarted, notifyStarted } from './import-result.tsx';

const SHOWN_AT_MOST = 100;
/** No source has this name. */
const ALL = '';

/** Starts an import: of all enabled sources, or of one from the list behind the arrow. */
export function ImportButton() {
  const queryClient = useQueryClient();
  const readOnly = useDisabledReason() !== null;
  const start = useCommand(commands.startImport, {
    onSuccess: notifyStarted,
    onError: notifyNotStarted,
    // The event stream reports the new runs too; this covers the time without a stream.
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.runLists }),
  });
  // A second click while the first is pending would only be refused.
  const run = (source: string | null, reason?: string) =>
    !start.isPending && start.mutate({ source, reason });
  return (
    <Group gap={1} wrap="nowrap">
      <CommandButton
        className={classes.all}
        leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
        loading={start.isPending}
        onClick={() => run(null)}
      >
        Run import
      </CommandButton>
      <SourcePicker disabled={start.isPending || readOnly} onPick={run} />
    </Group>
  );
}

function SourcePicker({
  disabled,
  onPick,
}: {
  disabled: boolean;
  onPick: (source: string | null, reason?: string) => void;
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
        onPick(name === ALL ? null : name, reason.trim() || undefined);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <Button
          className={classes.one}
          disabled={disabled}
          aria-label="Select what to import"
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          <IconChevronDown size={16} aria-hidden="true" />
        </Button>
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
            {filter === '' && found.length > 0 && (
              <Combobox.Option value={ALL}>
                <Text size="sm" fw={600}>
                  All enabled sources
                </Text>
              </Combobox.Option>
            )}
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
