'use client';

import { EmptyState, Group, Paper, Skeleton, Stack, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useCallback, useState } from 'react';
import { queries } from '../../lib/api/browser.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { followSources } from '../../lib/live/follow-sources.ts';
import { useFollow, useLiveState } from '../layout/live.tsx';
import { CommandButton } from '../ui/command-button.tsx';
import { FailureNotice } from '../ui/failure-notice.tsx';
import { IconPlus, IconRss } from '../ui/icons.ts';
import { useRowSelection } from '../ui/use-row-selection.ts';
import { SourceListFoot } from './source-list-foot.tsx';
import { SourceSelection } from './source-selection.tsx';
import { SourceTable } from './source-table.tsx';

// Loaded on demand: forms and previews are rarely opened.
const SourceDrawer = dynamic(() => import('./source-drawer.tsx').then((module) => module.SourceDrawer), {
  ssr: false,
});

/** The sources with their last run and next due time, live. */
export function SourcesView() {
  const queryClient = useQueryClient();
  const sources = useQuery(queries.sources());
  // A closed form keeps its source, which is visible until the drawer has slid out.
  const [form, setForm] = useState<{ opened: boolean; source: SourceItem | null }>({
    opened: false,
    source: null,
  });
  useFollow(useCallback(() => followSources(queryClient, queries), [queryClient]));
  const selection = useRowSelection(sources.data?.map(({ name }) => name) ?? []);
  const stale = useLiveState().status === 'stale';
  const open = (source: SourceItem | null) => setForm({ opened: true, source });
  const add = () => open(null);
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Title order={1}>Sources</Title>
        <CommandButton leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={add}>
          Add source
        </CommandButton>
      </Group>
      <Paper style={{ opacity: stale ? 0.6 : undefined }}>
        {sources.isPending && <Skeleton height={320} role="status" aria-label="Loading sources" />}
        {sources.isError && !sources.data && (
          <FailureNotice
            title="Could not load the sources"
            error={sources.error}
            retry={() => void sources.refetch()}
            retrying={sources.isFetching}
          />
        )}
        {sources.data?.length === 0 && <NoSources onAdd={add} />}
        {sources.data && sources.data.length > 0 && (
          <>
            <SourceSelection sources={sources.data} selection={selection} />
            <SourceTable sources={sources.data} selection={selection} onEdit={open} />
            <SourceListFoot sources={sources.data} />
          </>
        )}
      </Paper>
      <SourceDrawer {...form} onClose={() => setForm({ ...form, opened: false })} />
    </Stack>
  );
}

function NoSources({ onAdd }: { onAdd: () => void }) {
  return (
    <EmptyState py="xl" withIndicatorBackground>
      <EmptyState.Indicator>
        <IconRss stroke={1.5} aria-hidden="true" />
      </EmptyState.Indicator>
      <EmptyState.Title order={2}>No sources yet</EmptyState.Title>
      <EmptyState.Description>
        A source is a feed URL with a schedule. You can preview the feed before you save the source.
      </EmptyState.Description>
      <EmptyState.Actions>
        <Group justify="center">
          <CommandButton variant="default" onClick={onAdd}>
            Add your first source
          </CommandButton>
        </Group>
      </EmptyState.Actions>
    </EmptyState>
  );
}
