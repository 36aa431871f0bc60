import { Button, Group, Text } from '@mantine/core';
import { formatAmount } from '../../lib/format/number.ts';

export function LoadMore({
  shown,
  loading,
  onLoad,
}: {
  shown: number;
  loading: boolean;
  onLoad: () => void;
}) {
  return (
    <Group justify="center" gap="md" p="sm">
      <Text size="sm" c="dimmed">
        {formatAmount(shown, 'run')} shown
      </Text>
      <Button variant="default" size="xs" loading={loading} onClick={onLoad}>
        Load older runs
      </Button>
    </Group>
  );
}
