'use client';

import { Button, EmptyState } from '@mantine/core';
import Link from 'next/link';
import { IconMapOff } from '../ui/icons.ts';

/** What stands where no job is, with the way back. */
export function UnknownJob() {
  return (
    <EmptyState py="xl" withIndicatorBackground>
      <EmptyState.Indicator>
        <IconMapOff stroke={1.5} aria-hidden="true" />
      </EmptyState.Indicator>
      <EmptyState.Title order={1}>Job not found</EmptyState.Title>
      <EmptyState.Description>It may have been deleted, or the URL is wrong.</EmptyState.Description>
      <EmptyState.Actions>
        <Button component={Link} href="/jobs" variant="default">
          All jobs
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
