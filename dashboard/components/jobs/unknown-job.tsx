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
      <EmptyState.Title order={1}>There is no such job</EmptyState.Title>
      <EmptyState.Description>
        It may have been removed since, or the address is mistyped.
      </EmptyState.Description>
      <EmptyState.Actions>
        <Button component={Link} href="/jobs" variant="default">
          All jobs
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
