'use client';

import { EmptyState } from '@mantine/core';
import type { ReactNode } from 'react';
import type { IconBan } from './icons.ts';

/** Shown in place of what does not exist: why, and what to do. @param children the buttons */
export function EmptyMessage({
  Icon,
  title,
  order = 2,
  description,
  children,
}: {
  Icon: typeof IconBan;
  title: string;
  /** The rank of the title as a heading. @default 2 */
  order?: 1 | 2;
  description: ReactNode;
  children?: ReactNode;
}) {
  return (
    <EmptyState py="xl" withIndicatorBackground>
      <EmptyState.Indicator>
        <Icon stroke={1.5} aria-hidden="true" />
      </EmptyState.Indicator>
      <EmptyState.Title order={order}>{title}</EmptyState.Title>
      <EmptyState.Description>{description}</EmptyState.Description>
      {children && <EmptyState.Actions>{children}</EmptyState.Actions>}
    </EmptyState>
  );
}
