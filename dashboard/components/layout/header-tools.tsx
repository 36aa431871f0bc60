'use client';

import { Badge, Group } from '@mantine/core';
import { useAccess, useDisabledReason } from './access.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ColorSchemeMenu } from './color-scheme-menu.tsx';
import { EnvironmentBadge } from './environment-badge.tsx';
import classes from './frame.module.css';
import { LiveChip } from './live-chip.tsx';

/** The end of the header: environment, live status, colour scheme and account. */
export function HeaderTools() {
  const { role, loginRequired } = useAccess();
  const readOnly = useDisabledReason();
  return (
    <Group gap="xs" wrap="nowrap">
      {role && <EnvironmentBadge />}
      {readOnly && (
        <Badge variant="default" radius="sm" tt="none" title={readOnly} className={classes.readOnly}>
          Read only
        </Badge>
      )}
      <LiveChip />
      <ColorSchemeMenu />
      {role && loginRequired && <AccountMenu />}
    </Group>
  );
}
