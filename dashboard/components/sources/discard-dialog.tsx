'use client';

import { Button, Group, Modal, Stack, Text } from '@mantine/core';

/** Asks before unsaved changes are discarded. */
export function DiscardDialog({
  opened,
  onKeep,
  onDiscard,
}: {
  opened: boolean;
  onKeep: () => void;
  onDiscard: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onKeep} title="Discard unsaved changes?" centered>
      <Stack gap="md">
        <Text size="sm">The changes in this form have not been saved.</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onKeep} data-autofocus>
            Keep editing
          </Button>
          <Button color="red.9" onClick={onDiscard}>
            Discard changes
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
