'use client';

import { Anchor, Code, Group, Paper, Text, Title, VisuallyHidden } from '@mantine/core';
import Link from 'next/link';
import type { FieldChange, JobEvent } from '../../lib/api/types.ts';
import { closeReasonLabel } from '../../lib/jobs/close-reason.ts';
import { changeLabels } from '../../lib/jobs/field-value.ts';
import { fieldLabel } from '../../lib/mapping/mapped-fields.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { Status, shownStatus } from '../ui/status.tsx';
import { RelativeTime } from '../ui/time.tsx';
import classes from './job-history.module.css';

const LABELS: Record<JobEvent['event'], string> = {
  imported: 'First imported',
  changed: 'Changed',
  closed: 'Closed',
  reopened: 'Reopened',
  expired: 'Past its expiry date',
};

/** What happened to the job, the latest first, with the runs that did it. */
export function JobHistory({ history }: { history: JobEvent[] }) {
  const isUntouched = history.every(({ event }) => event === 'imported');
  return (
    <Paper p="md" component="section" aria-labelledby="job-history">
      <Title order={2} id="job-history" mb="sm">
        History
      </Title>
      <ol className={classes.list}>
        {history.toReversed().map((entry) => (
          <li key={`${entry.event} ${entry.at}`}>
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
      {isUntouched && (
        <Text size="sm" c="dimmed" mt="sm">
          Not changed since.
        </Text>
      )}
    </Paper>
  );
}

function Entry({ entry }: { entry: JobEvent }) {
  const { event, at, runId, run, changes } = entry;
  const why = reasonOf(entry);
  return (
    <>
      <Text size="sm">
        {LABELS[event]} <RelativeTime at={at} />
      </Text>
      {why && (
        <Text size="xs" c="dimmed">
          {why}
        </Text>
      )}
      {changes && <Changes changes={changes} />}
      {run && (
        <Group gap="xs" fz="sm">
          <Status status={shownStatus(run)} />
          <Anchor component={Link} href={runHref(run.runId)} prefetch={false} inherit>
            View run
          </Anchor>
        </Group>
      )}
      {runId && !run && (
        <Text size="xs" c="dimmed">
          Run <Code>{runId}</Code> is no longer stored.
        </Text>
      )}
    </>
  );
}

/** The fields that changed, each with its old and new value. */
function Changes({ changes }: { changes: FieldChange[] }) {
  return (
    <dl className={classes.changes}>
      {changes.map((change) => {
        const { from, to } = changeLabels(change);
        return (
          <div key={change.field}>
            <dt>{fieldLabel(change.field)}</dt>
            <dd>
              <del>
                <Value side="before" label={from} />
              </del>{' '}
              <span aria-hidden>→</span>{' '}
              <ins>
                <Value side="after" label={to} />
              </ins>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Isolated: else a browser shows two values that are written from right to left in the opposite order. */
function Value({ side, label }: { side: 'before' | 'after'; label: string | null }) {
  return (
    <>
      <VisuallyHidden>{side}: </VisuallyHidden>
      {label === null ? <span className={classes.empty}>empty</span> : <bdi>{label}</bdi>}
    </>
  );
}

function reasonOf({ event, reason }: JobEvent): string | null {
  if (event === 'reopened') return 'In the feed again';
  if (event === 'expired') return 'Still open: its source keeps expired jobs';
  return reason && closeReasonLabel(reason);
}
