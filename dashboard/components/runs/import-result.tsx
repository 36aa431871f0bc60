'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, List, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import Link from 'next/link';
import { asFailure } from '../../lib/api/failure.ts';
import type { ImportStarted } from '../../lib/api/types.ts';
import { codeLabel, safeText } from '../../lib/format/text.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { IconAlertTriangle, IconCheck, IconX } from '../ui/icons.ts';

const NAMED_AT_MOST = 4;
const STAYS_MS = 12_000;

/** Notifies which runs were started and which sources were skipped, with a link to each run. */
export function notifyStarted({ runs, skipped }: ImportStarted): void {
  const some = runs.length > 0;
  const complete = some && skipped.length === 0;
  notifications.show({
    title: some ? `${amountLabel(runs.length, 'run')} started` : 'No runs started',
    color: complete ? 'teal' : 'orange',
    icon: some ? (
      <IconCheck size={18} aria-hidden="true" />
    ) : (
      <IconAlertTriangle size={18} aria-hidden="true" />
    ),
    autoClose: STAYS_MS,
    message: (
      <Stack gap={6}>
        <Named entries={runs.map((run) => ({ ...run, note: null }))} />
        {skipped.length > 0 && <Text size="sm">{amountLabel(skipped.length, 'source')} skipped:</Text>}
        <Named entries={skipped.map((skip) => ({ ...skip, note: codeLabel(skip.reason) }))} />
        {!some && skipped.length === 0 && <Text size="sm">No sources are enabled.</Text>}
      </Stack>
    ),
  });
}

/** Notifies why no run could be started; links to a run that is already running. */
export function notifyNotStarted(error: unknown): void {
  const failure = asFailure(error);
  const runId = failure.details['runId'];
  const alreadyRunning = failure.code === 'run-already-running';
  notifications.show({
    title: alreadyRunning ? 'Already running' : 'Import not started',
    color: alreadyRunning ? 'orange' : 'red',
    icon: alreadyRunning ? (
      <IconAlertTriangle size={18} aria-hidden="true" />
    ) : (
      <IconX size={18} aria-hidden="true" />
    ),
    autoClose: alreadyRunning ? STAYS_MS : false,
    message: (
      <Stack gap={4}>
        <Text size="sm">{safeText(failure.message, 300)}</Text>
        {typeof runId === 'string' && <RunLink runId={runId}>View run</RunLink>}
        {failure.requestId && !alreadyRunning && (
          <Text size="xs" ff="monospace">
            Request ID {safeText(failure.requestId, 100)}
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
    <Anchor component={Link} href={runHref(runId)} size="sm">
      {children}
    </Anchor>
  );
}
