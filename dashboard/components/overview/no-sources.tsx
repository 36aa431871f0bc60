import { Button, EmptyState } from '@mantine/core';
import Link from 'next/link';
import { IconRss } from '../ui/icons.ts';

/** Nothing to import from yet. */
export function NoSources() {
  return (
    <EmptyState py="xl" withIndicatorBackground>
      <EmptyState.Indicator>
        <IconRss stroke={1.5} aria-hidden="true" />
      </EmptyState.Indicator>
      <EmptyState.Title order={2}>No source yet</EmptyState.Title>
      <EmptyState.Description>
        Add a feed as a source: it is then imported on its schedule, and what its runs came to stands here.
      </EmptyState.Description>
      <EmptyState.Actions>
        <Button component={Link} href="/sources">
          To the sources
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}
