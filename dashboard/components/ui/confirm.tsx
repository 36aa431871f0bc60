'use client';

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useDisabledReason } from '../layout/access.tsx';
import { CommandFailure } from './command-failure.tsx';
import { ReasonField } from './reason-field.tsx';
import { useOpenAfterMount } from './use-open-after-mount.ts';

export interface ConfirmProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** The verb and its object: "Re-run 14 batches". */
  confirmLabel: string;
  /** The button that closes the dialog; "Cancel" by default. */
  dismissLabel?: string;
  destructive?: boolean;
  /** Whether it cannot be confirmed now. */
  blocked?: boolean;
  /** Whether the command is work for workers, such as an import. @default false */
  forWorkers?: boolean;
  /** What is sent: whether it is on its way, and why it failed. Closing the dialog resets it. */
  command: { isPending: boolean; error: unknown; reset: () => void };
  /** Whether it cannot be closed now. @default false */
  locked?: boolean;
  /** `reason` is recorded in the audit log; undefined if none was entered. */
  onConfirm: (reason: string | undefined) => void;
}

/** A confirmation dialog. The cancel button has the initial focus; a pending command is not sent twice. */
export function Confirm(props: ConfirmProps) {
  const { opened, title, locked, command } = props;
  const restoreFocus = useRestoredFocus();
  const isOpened = useOpenAfterMount(opened);
  const onClose = () => {
    if (locked) return;
    command.reset();
    props.onClose();
  };
  return (
    <Modal
      opened={isOpened}
      onClose={onClose}
      onExitTransitionEnd={restoreFocus}
      title={title}
      centered
      closeButtonProps={{ disabled: locked }}
    >
      <ConfirmBody {...props} onClose={onClose} />
    </Modal>
  );
}

function ConfirmBody(props: ConfirmProps) {
  const { children, confirmLabel, dismissLabel = 'Cancel', destructive, blocked, command } = props;
  const { onConfirm, onClose, locked } = props;
  const [reason, setReason] = useState('');
  const disabledReason = useDisabledReason(props.forWorkers);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!command.isPending && !blocked && !disabledReason) onConfirm(reason.trim() || undefined);
      }}
    >
      <Stack gap="md">
        {children}
        <ReasonField size="sm" value={reason} onChange={setReason} />
        {disabledReason && <Text size="sm">{disabledReason}</Text>}
        <CommandFailure error={command.error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={locked} data-autofocus>
            {dismissLabel}
          </Button>
          <Button
            type="submit"
            color={destructive ? 'red.9' : undefined}
            loading={command.isPending}
            disabled={blocked || disabledReason !== null}
          >
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/**
 * For a dialog that may remove the element that opened it: if the focus is lost, it moves to the page's content.
 *
 * @returns the function to call when the dialog has closed
 */
function useRestoredFocus(): () => void {
  useEffect(() => focusContentIfLost, []);
  return focusContentIfLost;
}

/** Where the element with the focus was removed from the page, the focus moves to the page's content. */
export function focusContentIfLost(): void {
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body)
    document.getElementById('content')?.focus({ preventScroll: true });
}
