'use client';

import { Group, Paper, Skeleton, Stack, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useQueryStates } from 'nuqs';
import { useCallback, useMemo, useState } from 'react';
import { queries } from '../../lib/api/browser.ts';
import type { SourceItem } from '../../lib/api/types.ts';
import { followSources } from '../../lib/live/follow-sources.ts';
import { listSources, sourceListFromUrl, sourceListParsers } from '../../lib/sources/source-list.ts';
import { useFollow, useLiveState } from '../layout/live.tsx';
import { CommandButton } from '../ui/command-button.tsx';
import { EmptyMessage } from '../ui/empty-message.tsx';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { IconPlus, IconRss } from '../ui/icons.ts';
import { NoneMatch } from '../ui/none-match.tsx';
import { UnknownFilter } from '../ui/unknown-filter.tsx';
import { useRowSelection } from '../ui/use-row-selection.ts';
import { SourceFilterBar } from './source-filter-bar.tsx';
import { SourceListFoot } from './source-list-foot.tsx';
import { SourceSelection } from './source-selection.tsx';
import { SourceTable } from './source-table.tsx';

// Loaded on demand: forms and previews are rarely opened.
const SourceDrawer = dynamic(() => import('./source-drawer.tsx').then((module) => module.SourceDrawer), {
  ssr: false,
});

/** More rows make the page slow. */
const ROWS_AT_ONCE = 100;

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
  const [url, setQuery] = useQueryStates(sourceListParsers);
  const { query, unknown } = useMemo(() => sourceListFromUrl(url), [url]);
  const [limit, setLimit] = useState(ROWS_AT_ONCE);
  const matches = useMemo(() => listSources(sources.data ?? [], query), [sources.data, query]);
  const shown = useMemo(() => matches.slice(0, limit), [matches, limit]);
  const selection = useRowSelection(shown.map(({ name }) => name));
  const stale = useLiveState().status === 'stale';
  const open = useCallback((source: SourceItem | null) => setForm({ opened: true, source }), []);
  const add = () => open(null);
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Title order={1}>Sources</Title>
        <CommandButton leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={add}>
          Add source
        </CommandButton>
      </Group>
      {unknown.length > 0 && (
        <UnknownFilter value={unknown.join(', ')} onClose={() => void setQuery(query)} />
      )}
      <Paper style={{ opacity: stale ? 0.6 : undefined }}>
        {sources.isPending && <Skeleton height={320} role="status" aria-label="Loading sources" />}
        {sources.isError && !sources.data && (
          <QueryFailure title="Could not load the sources" query={sources} />
        )}
        {sources.data?.length === 0 && <NoSources onAdd={add} />}
        {sources.data && sources.data.length > 0 && (
          <>
            <SourceFilterBar query={query} onChange={setQuery} />
            <SourceSelection sources={shown} selection={selection} />
            {matches.length > 0 ? (
              <SourceTable sources={shown} selection={selection} onEdit={open} />
            ) : (
              <NoneMatch
                what="sources"
                hint="Try another name, URL or state."
                onClear={() => void setQuery({ text: null, state: null })}
              />
            )}
            <SourceListFoot
              sources={sources.data}
              matching={matches.length}
              shown={shown.length}
              onMore={() => setLimit(limit + ROWS_AT_ONCE)}
            />
          </>
        )}
      </Paper>
      <SourceDrawer {...form} onClose={() => setForm({ ...form, opened: false })} />
    </Stack>
  );
}

function NoSources({ onAdd }: { onAdd: () => void }) {
  return (
    <EmptyMessage
      Icon={IconRss}
      title="No sources yet"
      description="A source is a feed URL with a schedule. You can preview the feed before you save the source."
    >
      <Group justify="center">
        <CommandButton variant="default" onClick={onAdd}>
          Add your first source
        </CommandButton>
      </Group>
    </EmptyMessage>
  );
}
