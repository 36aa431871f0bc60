'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { commands } from '../../lib/api/browser.ts';
import { IconLogout, IconUser } from '../ui/icons.ts';
import { notifyFailure } from '../ui/notify-failure.tsx';
import { useAccess } from './access.tsx';

/** Shows the role of the login, and logs out. */
export function AccountMenu() {
  const { role } = useAccess();
  const logOut = useMutation({
    mutationFn: commands.logOut,
    // A full page load discards all data read before.
    onSuccess: ({ to }) => window.location.assign(to),
    onError: (error) => notifyFailure('Log out failed', error),
  });
  return (
    <Menu position="bottom-end" width={220} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Account" loading={logOut.isPending}>
          <IconUser size={18} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{role === 'read' ? 'Logged in (read only)' : 'Logged in (full access)'}</Menu.Label>
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => logOut.mutate()}
        >
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
