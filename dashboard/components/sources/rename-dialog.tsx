'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import { Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { faultsByField } from '../../lib/sources/draft.ts';
import { NAME_CHARACTERS } from '../../lib/sources/name-characters.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useCommand } from '../ui/use-command.ts';

/** Asks for the new name of a source, and renames it with its runs and jobs. */
export function RenameDialog({
  source,
  opened,
  onClose,
  onRenamed,
}: {
  source: SourceItem;
  opened: boolean;
  onClose: () => void;
  onRenamed: ((name: string) => void) | undefined;
}) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(source.name);
  const to = name.trim();
  const rename = useCommand(commands.renameSource, {
    onSuccess() {
      notifications.show({
        title: 'Source renamed',
        color: 'teal',
        message: `${safeText(source.name, 100)} is now ${safeText(to, 100)}.`,
      });
      onClose();
      onRenamed?.(to);
    },
    // Runs, jobs and statistics have the name, too. A request that did not end in time may have renamed the source.
    onSettled: () => void queryClient.invalidateQueries(),
  });
  const fault = rename.error && faultsByField(asFailure(rename.error).details['faults']).fields['name'];
  const close = () => {
    setName(source.name);
    onClose();
  };
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title={`Rename ${safeText(source.name, 100)}`}
      confirmLabel="Rename source"
      blocked={to === '' || to === source.name}
      command={fault ? { ...rename, error: null } : rename}
      onConfirm={(reason) => rename.mutate({ name: source.name, to, reason })}
    >
      <TextInput
        label="New name"
        description={NAME_CHARACTERS}
        maxLength={inputLimits.nameLength}
        value={name}
        error={fault}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Text size="sm">
        Its runs and jobs get the new name, too. Schedule and settings stay. The audit log keeps the old name.
      </Text>
    </Confirm>
  );
}
