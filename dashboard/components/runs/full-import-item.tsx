'use client';

import { Menu } from '@mantine/core';
import { useDisabledReason } from '../layout/access.tsx';
import { IconRefresh } from '../ui/icons.ts';

/** The menu item that starts a full import of a source. */
export function FullImportItem({ isPending, onClick }: { isPending: boolean; onClick: () => void }) {
  const disabledReason = useDisabledReason(true);
  return (
    <Menu.Item
      disabled={disabledReason !== null || isPending}
      leftSection={<IconRefresh size={16} aria-hidden="true" />}
      onClick={onClick}
    >
      Run full import
    </Menu.Item>
  );
}
