'use client';

import { Anchor, List, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import Link from 'next/link';
import { asFailure } from '../../lib/api/failure.ts';
import type { ImportStarted } from '../../lib/api/types.ts';
import { formatAmount } from '../../lib/format/number.ts';
import { codeInWords, safeText } from '../../lib/format/text.ts';
import { IconAlertTriangle, IconCheck, IconX } from '../ui/icons.ts';

const NAMED_AT_MOST = 4;
const STAYS_MS = 12_000;

/** Says what was started and what was not, with a way to each run. */
export function tellStarted({ runs, skipped }: ImportStarted): void {
  const some = runs.length > 0;
  const whole = some && skipped.length === 0;
  notifications.show({
    title: some ? `${formatAmount(runs.length, 'run')} started` : 'Nothing was started',
    color: whole ? 'teal' : 'orange',
    icon: some ? (
      <IconCheck size={18} aria-hidden="true" />
    ) : (
      <IconAlertTriangle size={18} aria-hidden="true" />
    ),
    autoClose: STAYS_MS,
    message: (
      <Stack gap={6}>
        <Named entries={runs.map((run) => ({ ...run, note: null }))} />
        {skipped.length > 0 && <Text size="sm">{formatAmount(skipped.length, 'source')} skipped:</Text>}
        <Named entries={skipped.map((skip) => ({ ...skip, note: codeInWords(skip.reason) }))} />
        {!some && skipped.length === 0 && <Text size="sm">There is no enabled source.</Text>}
      </Stack>
    ),
  });
}

/** Says why nothing could be started; a run that is in the way is linked. */
export function tellNotStarted(error: unknown): void {
  const failure = asFailure(error);
  const runId = failure.details['runId'];
  const inTheWay = failure.code === 'run-already-running';
  notifications.show({
    title: inTheWay ? 'Already running' : 'The import was not started',
    color: inTheWay ? 'orange' : 'red',
    icon: inTheWay ? (
      <IconAlertTriangle size={18} aria-hidden="true" />
    ) : (
      <IconX size={18} aria-hidden="true" />
    ),
    autoClose: inTheWay ? STAYS_MS : false,
    message: (
      <Stack gap={4}>
        <Text size="sm">{safeText(failure.message, 300)}</Text>
        {typeof runId === 'string' && <RunLink runId={runId}>See the running one</RunLink>}
        {failure.requestId && !inTheWay && (
          <Text size="xs" ff="monospace">
            Request {safeText(failure.requestId, 100)}
          </Text>
        )}
      </Stack>
    ),
  });
}

function Named({
  entries,
}: {
  entries: { sourceName: string; runId?: string | null; note: string | null }[];
}) {
  if (entries.length === 0) return null;
  const rest = entries.length - NAMED_AT_MOST;
  return (
    <List size="sm" spacing={2}>
      {entries.slice(0, NAMED_AT_MOST).map(({ sourceName, runId, note }) => (
        <List.Item key={sourceName}>
          {runId ? <RunLink runId={runId}>{safeText(sourceName, 60)}</RunLink> : safeText(sourceName, 60)}
          {note && <>: {note}</>}
        </List.Item>
      ))}
      {rest > 0 && <List.Item>and {rest} more</List.Item>}
    </List>
  );
}

function RunLink({ runId, children }: { runId: string; children: string }) {
  return (
    <Anchor component={Link} href={`/runs/${encodeURIComponent(runId)}`} size="sm">
      {children}
    </Anchor>
  );
}
