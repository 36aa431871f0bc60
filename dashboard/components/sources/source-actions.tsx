'use client';

import { ActionIcon, Group, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { copiedImport, copiedPreview } from '../../lib/actions/copied.ts';
import { commands } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { reloadSources } from '../../lib/sources/reload-sources.ts';
import { useDisabledReason } from '../layout/access.tsx';
import { FullImportItem } from '../runs/full-import-item.tsx';
import { notifyNotStarted, notifyStarted } from '../runs/import-result.tsx';
import { CommandButton } from '../ui/command-button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { CopyActions, CopyActionsItem } from '../ui/copy-actions.tsx';
import { IconDots, IconPencil, IconPlayerPlay, IconTag, IconTrash } from '../ui/icons.ts';
import { useCommand } from '../ui/use-command.ts';
import { DeletedSources } from './open-jobs.tsx';
import { RenameDialog } from './rename-dialog.tsx';

/** The actions on a source: run now, edit, rename, full import, copy, delete. */
export function SourceActions({
  source,
  onEdit,
  onRenamed,
  onDeleted,
}: {
  source: SourceItem;
  onEdit: () => void;
  onRenamed?: (name: string) => void;
  onDeleted?: () => void;
}) {
  const [dialog, setDialog] = useState<'rename' | 'copy' | 'delete' | null>(null);
  const close = () => setDialog(null);
  const name = safeText(source.name, 100);
  const disabledReason = useDisabledReason();
  // One of them is work for workers.
  const notice = useDisabledReason(true);
  const startFull = useStart();
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <RunNow source={source} />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More actions for ${name}`}>
            <IconDots size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {notice && <Menu.Label>{notice}</Menu.Label>}
          <Menu.Item
            disabled={disabledReason !== null}
            leftSection={<IconPencil size={16} aria-hidden="true" />}
            onClick={onEdit}
          >
            Edit…
          </Menu.Item>
          <Menu.Item
            disabled={disabledReason !== null}
            leftSection={<IconTag size={16} aria-hidden="true" />}
            onClick={() => setDialog('rename')}
          >
            Rename…
          </Menu.Item>
          <FullImportItem
            isPending={startFull.isPending}
            onClick={() => startFull.mutate({ source: source.name, full: true })}
          />
          <CopyActionsItem onClick={() => setDialog('copy')} />
          <Menu.Item
            disabled={disabledReason !== null}
            leftSection={<IconTrash size={16} aria-hidden="true" />}
            onClick={() => setDialog('delete')}
          >
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RenameDialog source={source} opened={dialog === 'rename'} onClose={close} onRenamed={onRenamed} />
      <DeleteDialog source={source} opened={dialog === 'delete'} onClose={close} onDeleted={onDeleted} />
      <CopyActions
        actions={[copiedImport(source.name), copiedPreview({ url: source.url, source: source.name })]}
        opened={dialog === 'copy'}
        onClose={close}
      />
    </Group>
  );
}

/** Starts a run of a source, and says whether it started. */
export function useStart() {
  const queryClient = useQueryClient();
  return useCommand(commands.startImport, {
    onSuccess: notifyStarted,
    onError: notifyNotStarted,
    onSettled: () => reloadSources(queryClient),
  });
}

function RunNow({ source }: { source: SourceItem }) {
  const start = useStart();
  return (
    <CommandButton
      size="xs"
      variant="default"
      forWorkers
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
  onDeleted,
}: {
  source: SourceItem;
  opened: boolean;
  onClose: () => void;
  onDeleted: (() => void) | undefined;
}) {
  const queryClient = useQueryClient();
  const name = safeText(source.name, 100);
  const [closeJobs, setCloseJobs] = useState(false);
  const remove = useMutation({
    mutationFn: commands.removeSource,
    onSuccess() {
      queryClient.setQueryData<SourceItem[]>(keys.sources, (list) =>
        list?.filter((item) => item.name !== source.name),
      );
      notifications.show({
        title: `${name} deleted`,
        color: 'teal',
        message: closeJobs ? 'Its open jobs were closed.' : 'Its runs and jobs are kept.',
      });
      onClose();
      onDeleted?.();
    },
  });
  const close = () => {
    setCloseJobs(false);
    onClose();
  };
  return (
    <Confirm
      opened={opened}
      onClose={close}
      title={`Delete ${name}?`}
      confirmLabel="Delete source"
      destructive
      command={remove}
      onConfirm={(reason) => remove.mutate({ name: source.name, closeJobs, reason })}
    >
      <DeletedSources names={[source.name]} closeJobs={closeJobs} onCloseJobs={setCloseJobs} />
    </Confirm>
  );
}
