'use client';

import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { commands } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { Acknowledgement } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import type { HiddenItem } from '../../lib/overview/hidden-items.ts';
import { CommandButton } from '../ui/command-button.tsx';
import { notifyFailure } from '../ui/notify-failure.tsx';
import { RelativeTime } from '../ui/time.tsx';
import { useCommand } from '../ui/use-command.ts';
import classes from './attention.module.css';
import { AttentionText } from './attention-text.tsx';

/** The items that are acknowledged or snoozed, folded; nothing if there are none. */
export function HiddenItems({ hidden }: { hidden: HiddenItem[] }) {
  if (hidden.length === 0) return null;
  return (
    <details className={classes.hidden}>
      <summary>Acknowledged and snoozed ({hidden.length})</summary>
      <ul className={classes.list}>
        {hidden.map((one) => (
          <HiddenRow key={one.item.id} {...one} />
        ))}
      </ul>
    </details>
  );
}

function HiddenRow({ item, acknowledgement }: HiddenItem) {
  const queryClient = useQueryClient();
  const undo = useCommand(commands.removeAcknowledgement, {
    onSuccess: (_, id) =>
      void queryClient.setQueryData<Acknowledgement[]>(keys.acknowledgements, (list) =>
        list?.filter((one) => one.item !== id),
      ),
    onError: (error) => notifyFailure('Could not show the item again', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.acknowledgements }),
  });
  return (
    <li className={classes.row} data-level={item.level}>
      <AttentionText item={item} />
      <Text size="xs" c="dimmed" className={classes.who} component="div">
        <Who acknowledgement={acknowledgement} />
      </Text>
      <CommandButton
        variant="default"
        size="compact-xs"
        className={classes.command}
        aria-label={`Undo: ${item.title}`}
        loading={undo.isPending}
        onClick={() => undo.mutate(item.id)}
      >
        Undo
      </CommandButton>
    </li>
  );
}

function Who({ acknowledgement: { at, by, reason, snoozedUntil } }: { acknowledgement: Acknowledgement }) {
  return (
    <>
      <div>
        {snoozedUntil ? 'Snoozed' : 'Acknowledged'} <RelativeTime at={at} /> by {safeText(by, 120)}
      </div>
      {snoozedUntil && (
        <div>
          Returns <RelativeTime at={snoozedUntil} />
        </div>
      )}
      {reason && <div>{safeText(reason, 500)}</div>}
    </>
  );
}
