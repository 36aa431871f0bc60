'use client';

import { Button, EmptyState, Group, Text } from '@mantine/core';
import { asFailure } from '../../lib/api/failure.ts';
import { safeText } from '../../lib/format/text.ts';
import { IconLock, IconPlugConnectedX } from './icons.ts';

/** Shown in place of data that could not be loaded: the error, its request id and a retry button. */
export function FailureNotice({
  title,
  error,
  retry,
  retrying,
}: {
  title: string;
  error: unknown;
  retry: () => void;
  retrying: boolean;
}) {
  const failure = asFailure(error);
  const loggedOut = failure.code === 'login-required';
  const denied = failure.status === 401 || failure.status === 403;
  const Icon = denied ? IconLock : IconPlugConnectedX;
  return (
    <EmptyState
      role="alert"
      py="xl"
      variant="light"
      color="red"
      icon={<Icon stroke={1.5} aria-hidden="true" />}
      title={loggedOut ? 'You are logged out' : denied ? 'Access denied' : title}
      description={safeText(failure.message, 500)}
    >
      <EmptyState.Actions>
        <Group gap="md" justify="center">
          <Button onClick={retry} loading={retrying} variant="default">
            Try again
          </Button>
        </Group>
      </EmptyState.Actions>
      {failure.requestId && (
        <Text size="xs" c="dimmed" ff="monospace">
          Request ID {safeText(failure.requestId, 100)}
        </Text>
      )}
    </EmptyState>
  );
}
