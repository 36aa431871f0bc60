'use client';

import { Group, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import { EmptyMessage } from '../ui/empty-message.tsx';
import { IconRocket } from '../ui/icons.ts';
import { ImportButton } from './import-button.tsx';
import { NoSources } from './no-sources.tsx';

/** No run has been started yet: without a source none can be. */
export function NoRuns() {
  const sources = useQuery(queries.sources());
  if (sources.isPending) return <Skeleton height={280} role="status" aria-label="Loading sources" />;
  if (sources.data?.length === 0) return <NoSources />;
  return (
    <EmptyMessage
      Icon={IconRocket}
      title="No runs yet"
      description="Runs start automatically when a source is due. To start one now, run a source, or all of them."
    >
      <Group justify="center">
        <ImportButton />
      </Group>
    </EmptyMessage>
  );
}
