'use client';

import { Button, EmptyState, Group, Text } from '@mantine/core';
import { asFailure } from '../../lib/api/failure.ts';
import { safeText } from '../../lib/format/text.ts';
import { IconPlugConnectedX } from './icons.ts';

/** What is shown in place of something that could not be read: what went wrong, its request id, another try. */
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
  return (
    <EmptyState
      role="alert"
      py="xl"
      variant="light"
      color="red"
      icon={<IconPlugConnectedX stroke={1.5} aria-hidden="true" />}
      title={title}
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
          Request {safeText(failure.requestId, 100)}
        </Text>
      )}
    </EmptyState>
  );
}
