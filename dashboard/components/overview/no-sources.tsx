import { Button, EmptyState } from '@mantine/core';
import Link from 'next/link';
import { IconRss } from '../ui/icons.ts';

/** No source has been added yet. */
export function NoSources() {
  return (
    <EmptyState py="xl" withIndicatorBackground>
      <EmptyState.Indicator>
        <IconRss stroke={1.5} aria-hidden="true" />
      </EmptyState.Indicator>
      <EmptyState.Title order={2}>No sources yet</EmptyState.Title>
      <EmptyState.Description>
        Add a feed as a source. It is then imported on its schedule, and this page shows the results.
      </EmptyState.Description>
      <EmptyState.Actions>
        <Button component={Link} href="/sources">
          Go to sources
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
