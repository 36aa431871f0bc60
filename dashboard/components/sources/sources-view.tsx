'use client';

import { Button, EmptyState, Group, Paper, Skeleton, Stack, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { queries } from '../../lib/api/browser.ts';
import type { SourceItem } from '../../lib/api/queries.ts';
import { followSources } from '../../lib/live/follow-sources.ts';
import { useFollow, useLiveState } from '../frame/live.tsx';
import { FailureNotice } from '../show/failure-notice.tsx';
import { IconPlus, IconRss } from '../show/icons.ts';
import { SourceDrawer } from './source-drawer.tsx';
import { SourceTable } from './source-table.tsx';

/** The sources, how their last run went and when each is due, live. */
export function SourcesView() {
  const queryClient = useQueryClient();
  const sources = useQuery(queries.sources());
  const [form, setForm] = useState<{ source: SourceItem | null } | null>(null);
  useFollow(useCallback(() => followSources(queryClient, queries), [queryClient]));
  const stale = useLiveState().status === 'stale';
  const add = () => setForm({ source: null });
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Title order={1}>Sources</Title>
        <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={add}>
          Add source
        </Button>
      </Group>
      <Paper style={{ opacity: stale ? 0.6 : undefined }}>
        {sources.isPending && <Skeleton height={320} aria-label="The sources are being read." />}
        {sources.isError && !sources.data && (
          <FailureNotice
            title="The sources cannot be read"
            error={sources.error}
            retry={() => void sources.refetch()}
            retrying={sources.isFetching}
          />
        )}
        {sources.data?.length === 0 && <NoSources onAdd={add} />}
        {sources.data && sources.data.length > 0 && (
          <SourceTable sources={sources.data} onEdit={(source) => setForm({ source })} />
        )}
      </Paper>
      <SourceDrawer
        key={form?.source?.name ?? ''}
        opened={form !== null}
        source={form?.source ?? null}
        onClose={() => setForm(null)}
      />
    </Stack>
  );
}

function NoSources({ onAdd }: { onAdd: () => void }) {
  return (
    <EmptyState py="xl" withIndicatorBackground>
      <EmptyState.Indicator>
        <IconRss stroke={1.5} aria-hidden="true" />
      </EmptyState.Indicator>
      <EmptyState.Title order={2}>No source yet</EmptyState.Title>
      <EmptyState.Description>
        A source is a feed’s address and when to read it. See what is in the feed before you save it.
      </EmptyState.Description>
      <EmptyState.Actions>
        <Group justify="center">
          <Button variant="default" onClick={onAdd}>
            Add the first source
          </Button>
        </Group>
      </EmptyState.Actions>
    </EmptyState>
  );
}
