'use client';

import { amountLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Button, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { queries } from '../../lib/api/browser.ts';
import type { Run, RunLogEntry } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '../ui/icons.ts';
import { RelativeTime } from '../ui/time.tsx';
import classes from './event-log.module.css';
import { useLinkWith } from './use-url-state.ts';

/** Of a longer log, only the last entries are shown at first. */
const SHOWN_AT_FIRST = 20;

const SEVERITIES = {
  info: { Icon: IconInfoCircle, label: 'Information' },
  warning: { Icon: IconAlertTriangle, label: 'Warning' },
  error: { Icon: IconCircleX, label: 'Error' },
};

/** What happened in a run, oldest first; grows while it is running. */
export function EventLog({ run }: { run: Run }) {
  const log = useQuery(queries.runLog(run.runId));
  return (
    <Paper p="md" component="section" aria-labelledby="event-log">
      <Title order={2} id="event-log" mb="xs">
        Event log
      </Title>
      {log.data && <Entries entries={log.data} showAttempt={run.attempts.length > 1} />}
      {log.isPending && (
        <Text size="sm" c="dimmed">
          Loading…
        </Text>
      )}
      {!log.data && log.isError && <QueryFailure title="Could not load the event log" query={log} />}
    </Paper>
  );
}

function Entries({ entries, showAttempt }: { entries: readonly RunLogEntry[]; showAttempt: boolean }) {
  const [all, setAll] = useState(false);
  const earlier = Math.max(0, entries.length - SHOWN_AT_FIRST);
  const shown = all ? entries : entries.slice(earlier);
  return (
    <>
      {earlier > 0 && !all && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          Show {amountLabel(earlier, 'earlier entry', 'earlier entries')}
        </Button>
      )}
      <ol className={classes.entries}>
        {shown.map((entry) => (
          <Entry key={entry.id} entry={entry} showAttempt={showAttempt} />
        ))}
      </ol>
    </>
  );
}

function Entry({ entry, showAttempt }: { entry: RunLogEntry; showAttempt: boolean }) {
  const { at, kind, severity, attempt, message } = entry;
  const { Icon, label } = SEVERITIES[severity];
  return (
    <li data-kind={kind} data-severity={severity}>
      <Icon size={16} role="img" aria-label={label} className={classes.icon} />
      <span className={classes.time}>
        <RelativeTime at={at} />
      </span>
      <span className={classes.message}>
        {safeText(message, 800)}
        <BatchLink entry={entry} />
        {showAttempt && (
          <Text span size="xs" c="dimmed" ml="xs">
            Attempt {attempt}
          </Text>
        )}
      </span>
    </li>
  );
}

/** Opens the batch of an entry; renders nothing for most entries. */
function BatchLink({ entry: { batchIndex, attempt } }: { entry: RunLogEntry }) {
  const linkWith = useLinkWith();
  if (batchIndex === null) return null;
  return (
    <Anchor
      component={Link}
      href={linkWith('batch', `${batchIndex}-${attempt}`)}
      scroll={false}
      inherit
      ml="xs"
    >
      Show batch {batchIndex}
    </Anchor>
  );
}
