'use client';

import { Menu } from '@mantine/core';
import { IconRefresh } from '../ui/icons.ts';

/** The menu item that starts a full import of a source. */
export function FullImportItem({ disabled, onClick }: { disabled: boolean; onClick: () => void }) {
  return (
    <Menu.Item
      disabled={disabled}
      leftSection={<IconRefresh size={16} aria-hidden="true" />}
      onClick={onClick}
    >
      Run full import
    </Menu.Item>
  );
}
