'use client';

import { Alert, Checkbox, Stack, Text } from '@mantine/core';
import type { SecretsMove } from '../../lib/sources/secrets.ts';
import { IconLock } from '../ui/icons.ts';
import problem from '../ui/problem.module.css';

/** What happens to the secrets of a source when its URL changes; `onKeep` offers to send them to the new server. */
export function SecretsNotice({
  move,
  keep = false,
  onKeep,
}: {
  move: SecretsMove;
  keep?: boolean;
  onKeep?: (keep: boolean) => void;
}) {
  const { fate, what, server } = move;
  if (fate === 'kept') {
    return (
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {what}: sent to {server} as before.
      </Text>
    );
  }
  const isKept = fate === 'on-request' && keep;
  return (
    <Alert
      role="status"
      variant="light"
      className={problem.notice}
      icon={<IconLock aria-hidden="true" />}
      title={isKept ? 'Secrets are sent to another server' : 'Secrets are removed'}
      style={{ overflowWrap: 'anywhere' }}
    >
      <Stack gap="xs">
        <Text size="sm">
          {isKept && `${what}: sent to ${server} from now on.`}
          {!isKept && fate === 'on-request' && `${what}: removed, and not sent to ${server}.`}
          {fate === 'dropped' && `${what}: removed, because the connection to ${server} is not encrypted.`}
        </Text>
        {fate === 'on-request' && onKeep && (
          <Checkbox
            size="sm"
            label="Keep secrets and send them to the new server"
            checked={keep}
            onChange={(event) => onKeep(event.currentTarget.checked)}
          />
        )}
      </Stack>
    </Alert>
  );
}
