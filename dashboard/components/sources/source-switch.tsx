'use client';

import { Switch, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { reloadSources } from '../../lib/sources/reload-sources.ts';
import { useDisabledReason } from '../layout/access.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { notifyFailure } from '../ui/notify-failure.tsx';
import { useCommand } from '../ui/use-command.ts';

/** Enables or disables the source. Disabling needs confirmation: a disabled source is easily forgotten. */
export function SourceSwitch({ source }: { source: SourceItem }) {
  const queryClient = useQueryClient();
  const disabledReason = useDisabledReason();
  const [confirming, setConfirming] = useState(false);
  const put = (name: string, change: Partial<SourceItem>) =>
    queryClient.setQueryData<SourceItem[]>(keys.sources, (list) =>
      list?.map((item) => (item.name === name ? { ...item, ...change } : item)),
    );
  const set = useCommand(commands.setSourceEnabled, {
    onMutate: ({ name, enabled }) => void put(name, { enabled }),
    onError(error, { name, enabled }) {
      put(name, { enabled: !enabled });
      // Enabling has no dialog to show the error.
      if (enabled) notifyFailure('Could not enable the source', error);
    },
    onSuccess(changed) {
      put(changed.name, changed);
      setConfirming(false);
    },
    // Its page has more of it than the list.
    onSettled: () => reloadSources(queryClient),
  });
  const shownName = safeText(source.name, 100);
  return (
    <>
      <Switch
        aria-label={`${shownName} enabled`}
        checked={source.enabled}
        disabled={set.isPending || disabledReason !== null}
        title={disabledReason ?? undefined}
        onChange={(event) =>
          event.currentTarget.checked ? set.mutate({ name: source.name, enabled: true }) : setConfirming(true)
        }
      />
      <Confirm
        opened={confirming}
        onClose={() => setConfirming(false)}
        title={`Disable ${shownName}?`}
        confirmLabel="Disable source"
        destructive
        command={set}
        onConfirm={(reason) => set.mutate({ name: source.name, enabled: false, reason })}
      >
        <Text size="sm">
          The source is not imported until you enable it again. A run in progress continues, and imported jobs
          are kept.
        </Text>
      </Confirm>
    </>
  );
}
