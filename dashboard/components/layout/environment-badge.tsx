'use client';

import { Badge } from '@mantine/core';
import { safeText } from '../../lib/format/text.ts';
import { useApiSession } from './access.tsx';

/** The name of the environment, if it has one. */
export function EnvironmentBadge() {
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
