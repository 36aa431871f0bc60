import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Button, Text } from '@mantine/core';
import { IconX } from './icons.ts';

/** The number of active filters with a button to clear them; nothing without filters. */
export function ActiveFilters({ active, onClear }: { active: number; onClear: () => void }) {
  if (active === 0) return null;
  return (
    <>
      <Text size="xs" c="dimmed">
        {amountLabel(active, 'filter')} active
      </Text>
      <Button
        size="xs"
        variant="subtle"
        leftSection={<IconX size={14} aria-hidden="true" />}
        onClick={onClear}
      >
        Clear all
      </Button>
    </>
  );
}
