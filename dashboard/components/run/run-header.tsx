'use client';

import { Anchor, Breadcrumbs, Code, Group, Stack, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Run } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { sourceHref } from '../../lib/sources/source-page.ts';
import { CopyText } from '../ui/copy-text.tsx';
import { FeedLink } from '../ui/feed-link.tsx';
import { IconCheck, IconCopy } from '../ui/icons.ts';
import { Status, shownStatus, Trigger } from '../ui/status.tsx';
import { Elapsed, RelativeTime, UtcTime } from '../ui/time.tsx';
import { WarningCount } from '../ui/warning-count.tsx';
import { RunActions } from './actions/run-actions.tsx';
import classes from './run-header.module.css';

/** The source, status, feed URL, actions and key facts of the run. */
export function RunHeader({ run }: { run: Run }) {
  return (
    <Stack gap="xs">
      <Breadcrumbs fz="sm" separatorMargin={6}>
        <Anchor component={Link} href="/runs" inherit>
          Runs
        </Anchor>
        <RunId runId={run.runId} />
      </Breadcrumbs>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {safeText(run.sourceName, 100)}
          </Title>
          <Status status={shownStatus(run)} size="md" />
          <WarningCount warnings={run.warnings} />
        </Group>
        <RunActions run={run} />
      </Group>
      <Text size="sm" component="div">
        <FeedLink address={run.sourceUrl} />
      </Text>
      <dl className={classes.facts}>
        <Fact name="Source">
          <Anchor component={Link} href={sourceHref(run.sourceName)} prefetch={false} inherit>
            health and settings
          </Anchor>
        </Fact>
        <Fact name="Trigger">
          <Trigger trigger={run.trigger} />
        </Fact>
        <Fact name="Started">
          <RelativeTime at={run.startedAt} />
          <span className={classes.exact}>
            <UtcTime at={run.startedAt} />
          </span>
        </Fact>
        {run.status === 'running' ? (
          <Fact name="Elapsed">
            <Elapsed since={run.startedAt} />
          </Fact>
        ) : (
          <Fact name="Duration">
            {run.meta.durationMs === null ? '–' : formatDuration(run.meta.durationMs)}
          </Fact>
        )}
        <Fact name="Attempt">{run.attempt}</Fact>
        <Fact name="Jobs">
          <Anchor component={Link} href={`/jobs?run=${encodeURIComponent(run.runId)}`} inherit>
            changed by this run
          </Anchor>
        </Fact>
        {run.status === 'running' && run.cancelRequestedAt && (
          <Fact name="Stop requested">
            <RelativeTime at={run.cancelRequestedAt} />
          </Fact>
        )}
      </dl>
    </Stack>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function RunId({ runId }: { runId: string }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Code style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>{runId}</Code>
      <CopyText value={runId}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy run ID'}>
            <UnstyledButton
              onClick={copy}
              aria-label={copied ? 'Copied run ID' : 'Copy run ID'}
              className={classes.copy}
            >
              {copied ? (
                <IconCheck size={14} aria-hidden="true" />
              ) : (
                <IconCopy size={14} aria-hidden="true" />
              )}
            </UnstyledButton>
          </Tooltip>
        )}
      </CopyText>
    </Group>
  );
}
