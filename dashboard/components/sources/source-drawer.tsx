'use client';

import { Drawer, Text } from '@mantine/core';
import type { SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { useOpenAfterMount } from '../ui/use-open-after-mount.ts';
import { SourceForm } from './source-form.tsx';

/** The form of a source, beside the list; a new one where `source` is null. */
export function SourceDrawer({
  opened,
  source,
  onClose,
}: {
  opened: boolean;
  source: SourceItem | null;
  onClose: () => void;
}) {
  return (
    <Drawer
      opened={useOpenAfterMount(opened)}
      onClose={onClose}
      position="right"
      size="xl"
      // A click beside the form must not discard the input.
      closeOnClickOutside={false}
      title={<Text fw={650}>{source ? `Edit ${safeText(source.name, 100)}` : 'Add source'}</Text>}
      closeButtonProps={{ 'aria-label': 'Close' }}
      overlayProps={{ backgroundOpacity: 0.25 }}
    >
      <SourceForm key={source?.name ?? ''} source={source} onDone={onClose} />
    </Drawer>
  );
}
