'use client';

import { Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands } from '../../lib/api/browser.ts';
import { keys } from '../../lib/api/queries.ts';
import type { Acknowledgement } from '../../lib/api/types.ts';
import type { Attention } from '../../lib/overview/attention-item.ts';
import { stateToAcknowledge } from '../../lib/overview/hidden-items.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useCommand } from '../ui/use-command.ts';

/** The value of the choice to acknowledge; the others are minutes. */
const UNTIL_CHANGE = 'change';
const SNOOZES = [
  { minutes: '60', label: '1 hour' },
  { minutes: '480', label: '8 hours' },
  { minutes: '1440', label: '1 day' },
  { minutes: '10080', label: '1 week' },
];

/** Asks for how long an attention item is hidden. */
export function AcknowledgeDialog({
  item,
  opened,
  onClose,
}: {
  item: Attention;
  opened: boolean;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [choice, setChoice] = useState(item.snoozeOnly ? '60' : UNTIL_CHANGE);
  const acknowledge = useCommand(commands.acknowledge, {
    onSuccess(made) {
      queryClient.setQueryData<Acknowledgement[]>(keys.acknowledgements, (list = []) =>
        [made].concat(list.filter((one) => one.item !== made.item)),
      );
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.acknowledgements }),
  });
  const snooze = SNOOZES.find(({ minutes }) => minutes === choice);
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={`${item.snoozeOnly ? 'Snooze' : 'Acknowledge'} “${item.title}”`}
      confirmLabel={snooze ? `Snooze for ${snooze.label}` : 'Acknowledge'}
      command={acknowledge}
      onConfirm={(reason) =>
        acknowledge.mutate({
          item: item.id,
          title: item.title,
          state: stateToAcknowledge(item),
          snoozeMinutes: snooze && Number(snooze.minutes),
          reason,
        })
      }
    >
      <Text size="sm">
        Hides the item for all users. It returns earlier if it changes, for example with another error. Alerts
        are not affected.
      </Text>
      <Radio.Group label="Hide it" value={choice} onChange={setChoice}>
        <Stack gap="xs" mt="xs">
          {!item.snoozeOnly && <Radio value={UNTIL_CHANGE} label="Until it changes" />}
          {SNOOZES.map(({ minutes, label }) => (
            <Radio key={minutes} value={minutes} label={`For ${label}`} />
          ))}
        </Stack>
      </Radio.Group>
    </Confirm>
  );
}
