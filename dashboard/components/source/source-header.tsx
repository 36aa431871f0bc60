'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { SourceDetails } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { pathWith } from '../../lib/path-with.ts';
import { sourceHref } from '../../lib/sources/source-page.ts';
import { SourceActions } from '../sources/source-actions.tsx';
import { HealthLabel, SkippedTicks } from '../sources/source-health.tsx';
import { SourceNotes } from '../sources/source-notes.tsx';
import { SourceSwitch } from '../sources/source-switch.tsx';
import { FeedLink } from '../ui/feed-link.tsx';
import { Stat, StatGrid } from '../ui/stat-grid.tsx';
import { DueTime, RelativeTime } from '../ui/time.tsx';

/** Name, feed URL, actions, health and key figures of the source. */
export function SourceHeader({ source, onEdit }: { source: SourceDetails; onEdit: () => void }) {
  const router = useRouter();
  return (
    <Stack gap="xs">
      <Breadcrumbs fz="sm" separatorMargin={6}>
        <Anchor component={Link} href="/sources" inherit>
          Sources
        </Anchor>
        <Text inherit>{safeText(source.name, 100)}</Text>
      </Breadcrumbs>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {safeText(source.name, 100)}
          </Title>
          <SourceSwitch source={source} />
        </Group>
        <SourceActions
          source={source}
          onEdit={onEdit}
          onRenamed={(name) => router.replace(sourceHref(name))}
          onDeleted={() => router.replace('/sources')}
        />
      </Group>
      <Text size="sm" component="div">
        <FeedLink address={source.url} />
      </Text>
      <SourceNotes source={source} />
      <StatGrid columns={4}>
        <Stat name="Health">
          <HealthLabel source={source} />
          <SkippedTicks source={source} />
        </Stat>
        <Stat name="Open jobs" note={dueNote(source)}>
          <Anchor component={Link} href={pathWith('/jobs', { source: source.name })} inherit>
            {countLabel(source.openJobs)}
          </Anchor>
        </Stat>
        <Stat name="Last change">
          {source.lastChange ? <RelativeTime at={source.lastChange.at} /> : 'None yet'}
        </Stat>
        <Stat name="Next run">{source.nextRuns[0] ? <DueTime at={source.nextRuns[0]} /> : 'Paused'}</Stat>
      </StatGrid>
    </Stack>
  );
}

function dueNote({ expiredJobs, tooOldJobs }: SourceDetails): string | undefined {
  const notes = [
    expiredJobs > 0 ? `${countLabel(expiredJobs)} expired` : '',
    tooOldJobs > 0 ? `${countLabel(tooOldJobs)} too old` : '',
  ];
  return notes.filter(Boolean).join(', ') || undefined;
}
