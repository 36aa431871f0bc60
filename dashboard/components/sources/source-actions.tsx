'use client';

import { ActionIcon, Group, Menu, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { useWhyNoCommands } from '../layout/access.tsx';
import { tellNotStarted, tellStarted } from '../runs/import-result.tsx';
import { CommandButton } from '../ui/command-button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { IconDots, IconPencil, IconPlayerPlay, IconRefresh, IconTrash } from '../ui/icons.ts';
import { useCommand } from '../ui/use-command.ts';

/** Run now, of what changed or of all; edit and delete. */
export function SourceActions({ source, onEdit }: { source: SourceItem; onEdit: () => void }) {
  const [deleting, setDeleting] = useState(false);
  const name = safeText(source.name, 100);
  const whyNot = useWhyNoCommands();
  const startFull = useStart();
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <RunNow source={source} />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More for ${name}`}>
            <IconDots size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {whyNot && <Menu.Label>{whyNot}</Menu.Label>}
          <Menu.Item
            disabled={whyNot !== null}
            leftSection={<IconPencil size={16} aria-hidden="true" />}
            onClick={onEdit}
          >
            Edit…
          </Menu.Item>
          <Menu.Item
            disabled={whyNot !== null || startFull.isPending}
            leftSection={<IconRefresh size={16} aria-hidden="true" />}
            onClick={() => startFull.mutate({ source: source.name, full: true })}
          >
            Run now, reading all of it
          </Menu.Item>
          <Menu.Item
            disabled={whyNot !== null}
            leftSection={<IconTrash size={16} aria-hidden="true" />}
            onClick={() => setDeleting(true)}
          >
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteDialog source={source} opened={deleting} onClose={() => setDeleting(false)} />
    </Group>
  );
}

function useStart() {
  const queryClient = useQueryClient();
  return useCommand(commands.startImport, {
    onSuccess: tellStarted,
    onError: tellNotStarted,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.sources }),
  });
}

function RunNow({ source }: { source: SourceItem }) {
  const start = useStart();
  return (
    <CommandButton
      size="xs"
      variant="default"
      leftSection={<IconPlayerPlay size={14} aria-hidden="true" />}
      loading={start.isPending}
      onClick={() => start.mutate({ source: source.name })}
      aria-label={`Run now: ${safeText(source.name, 100)}`}
    >
      Run now
    </CommandButton>
  );
}

function DeleteDialog({
  source,
  opened,
  onClose,
}: {
  source: SourceItem;
  opened: boolean;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const name = safeText(source.name, 100);
  const remove = useMutation({
    mutationFn: commands.removeSource,
    onSuccess() {
      queryClient.setQueryData<SourceItem[]>(keys.sources, (list) =>
        list?.filter((item) => item.name !== source.name),
      );
      notifications.show({
        title: `${name} is deleted`,
        color: 'teal',
        message: 'Its runs and jobs are kept.',
      });
      onClose();
    },
  });
  const close = () => {
    remove.reset();
    onClose();
  };
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title={`Delete ${name}?`}
      confirmLabel="Delete the source"
      dismissLabel="Keep it"
      destructive
      pending={remove.isPending}
      error={remove.error}
      onConfirm={(reason) => remove.mutate({ name: source.name, reason })}
    >
      <Text size="sm">
        Its settings and the secrets in them are gone for good. The jobs that were imported and the history of
        its runs stay.
      </Text>
    </Confirm>
  );
}
