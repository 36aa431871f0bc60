'use client';

import { Switch, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { useWhyNoCommands } from '../layout/access.tsx';
import { tellFailed } from '../ui/command-told.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { useCommand } from '../ui/use-command.ts';

/** Whether the source is imported on its schedule. Off is asked about first: what is off goes unnoticed. */
export function SourceSwitch({ source }: { source: SourceItem }) {
  const queryClient = useQueryClient();
  const whyNot = useWhyNoCommands();
  const [asking, setAsking] = useState(false);
  const put = (name: string, change: Partial<SourceItem>) =>
    queryClient.setQueryData<SourceItem[]>(keys.sources, (list) =>
      list?.map((item) => (item.name === name ? { ...item, ...change } : item)),
    );
  const set = useCommand(commands.setSourceEnabled, {
    onMutate: ({ name, enabled }) => void put(name, { enabled }),
    onError(error, { name, enabled }) {
      put(name, { enabled: !enabled });
      // Enabling has no dialog that could tell.
      if (enabled) tellFailed('The source was not enabled', error);
    },
    onSuccess(changed) {
      put(changed.name, changed);
      setAsking(false);
    },
  });
  const shownName = safeText(source.name, 100);
  const close = () => {
    set.reset();
    setAsking(false);
  };
  return (
    <>
      <Switch
        aria-label={`${shownName} enabled`}
        checked={source.enabled}
        disabled={set.isPending || whyNot !== null}
        title={whyNot ?? undefined}
        onChange={(event) =>
          event.currentTarget.checked ? set.mutate({ name: source.name, enabled: true }) : setAsking(true)
        }
      />
      <Confirm
        opened={asking}
        onClose={close}
        title={`Disable ${shownName}?`}
        confirmLabel="Disable the source"
        dismissLabel="Keep it enabled"
        destructive
        pending={set.isPending}
        error={set.error}
        onConfirm={(reason) => set.mutate({ name: source.name, enabled: false, reason })}
      >
        <Text size="sm">
          It is not read any more until it is enabled again. A run under way goes on, and what was imported
          stays.
        </Text>
      </Confirm>
    </>
  );
}
