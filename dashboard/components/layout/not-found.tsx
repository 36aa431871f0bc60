'use client';

import { Button, EmptyState } from '@mantine/core';
import Link from 'next/link';
import { IconMapOff } from '../ui/icons.ts';

/** Shown for a URL that does not exist, with a link back. */
export function NotFound({
  title,
  description,
  back = { href: '/runs', label: 'All runs' },
}: {
  title: string;
  description: string;
  /** The list to go back to. */
  back?: { href: string; label: string };
}) {
  return (
    <EmptyState py="xl" withIndicatorBackground>
      <EmptyState.Indicator>
        <IconMapOff stroke={1.5} aria-hidden="true" />
      </EmptyState.Indicator>
      <EmptyState.Title order={1}>{title}</EmptyState.Title>
      <EmptyState.Description>{description}</EmptyState.Description>
      <EmptyState.Actions>
        <Button component={Link} href={back.href} variant="default">
          {back.label}
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}

export function UnknownRun() {
  return (
    <NotFound
      title="Run not found"
      description="It may have been deleted after its retention period, or the URL is wrong."
    />
  );
}
