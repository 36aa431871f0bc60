import { ActionIcon, Anchor, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { safeText } from '../../lib/format/text.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { IconX } from '../ui/icons.ts';

/** The run that the list is filtered by, with a link to it. */
export function RunPill({ runId, onRemove }: { runId: string; onRemove: () => void }) {
  const shown = safeText(runId, 24);
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="xs">
        Changed by{' '}
        <Anchor component={Link} href={runHref(runId)} prefetch={false} inherit>
          run {shown.slice(0, 8)}
        </Anchor>
      </Text>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label="Remove run filter" onClick={onRemove}>
        <IconX size={14} aria-hidden="true" />
      </ActionIcon>
    </Group>
  );
}
