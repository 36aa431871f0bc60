'use client';

import { Badge, Group } from '@mantine/core';
import { safeText } from '../../lib/format/text.ts';
import { useAccess, useApiSession, useReadOnlyReason } from './access.tsx';
import { AccountMenu } from './account-menu.tsx';
import { DisplayMenu } from './display-menu.tsx';
import classes from './frame.module.css';
import { LiveChip } from './live-chip.tsx';

/** The end of the header: environment, live status, colour scheme and account. */
export function HeaderTools() {
  const { role, loginRequired } = useAccess();
  const readOnly = useReadOnlyReason();
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      {role && <EnvironmentBadge />}
      {readOnly && (
        <Badge variant="default" radius="sm" tt="none" title={readOnly} className={classes.readOnly}>
          Read only
        </Badge>
      )}
      <LiveChip />
      <DisplayMenu />
      {role && loginRequired && <AccountMenu />}
    </Group>
  );
}

/** The name of the environment, if it has one. */
function EnvironmentBadge() {
  const environment = useApiSession()?.environment;
  if (!environment) return null;
  return (
    <Badge variant="light" radius="sm" tt="none" color={colorOf(environment)} title="Environment">
      {safeText(environment, 30)}
    </Badge>
  );
}

/** Production stands out. */
function colorOf(environment: string): string {
  return /^prod/i.test(environment) ? 'red' : 'gray';
}
