'use client';

import { Button, Code, Menu, Modal, Stack, Text } from '@mantine/core';
import type { CopiedAction } from '../../lib/actions/copied.ts';
import { CopyText } from './copy-text.tsx';
import { IconCheck, IconCopy, IconTerminal } from './icons.ts';

/** The menu item that opens `CopyActions`. */
export function CopyActionsItem({ onClick }: { onClick: () => void }) {
  return (
    <Menu.Item leftSection={<IconTerminal size={16} aria-hidden="true" />} onClick={onClick}>
      Copy as curl or command line…
    </Menu.Item>
  );
}

/** A dialog with `CopiedActions`. */
export function CopyActions({
  actions,
  opened,
  onClose,
}: {
  actions: readonly CopiedAction[];
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title="Copy as curl or command line">
      <CopiedActions actions={actions} />
    </Modal>
  );
}

/** Actions as texts for a terminal, each with a button that copies it. */
export function CopiedActions({ actions }: { actions: readonly CopiedAction[] }) {
  return (
    <Stack gap="lg">
      {actions.map(({ label, curl, commandLine }) => (
        <Stack key={label} gap="xs">
          <Text fw={600} size="sm">
            {label}
          </Text>
          <Copied action={label} text={curl}>
            Copy as curl
          </Copied>
          <Copied action={label} text={commandLine}>
            Copy as command line
          </Copied>
        </Stack>
      ))}
      <Text size="xs" c="dimmed">
        API_URL and API_TOKEN are the address and a token of the API. The command line runs in a checkout of
        Feedflow.
      </Text>
    </Stack>
  );
}

function Copied({ action, text, children }: { action: string; text: string; children: string }) {
  return (
    <div>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text}
      </Code>
      <CopyText value={text}>
        {({ copied, copy }) => (
          <Button
            mt={4}
            size="compact-xs"
            variant="subtle"
            aria-label={copied ? `Copied: ${action}` : `${children}: ${action}`}
            leftSection={
              copied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />
            }
            onClick={copy}
          >
            {copied ? 'Copied' : children}
          </Button>
        )}
      </CopyText>
    </div>
  );
}
