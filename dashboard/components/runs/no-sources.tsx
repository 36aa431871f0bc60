import { Button } from '@mantine/core';
import Link from 'next/link';
import { EmptyMessage } from '../ui/empty-message.tsx';
import { IconRss } from '../ui/icons.ts';

/** No source has been added yet. */
export function NoSources() {
  return (
    <EmptyMessage
      Icon={IconRss}
      title="No sources yet"
      description="Add a feed as a source. It is then imported on its schedule, and this page shows the results."
    >
      <Button component={Link} href="/sources">
        Go to sources
      </Button>
    </EmptyMessage>
  );
}
