'use client';

import { countLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Badge, Group, Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { queries } from '../../lib/api/browser.ts';
import type { RunSummary } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { pathWith } from '../../lib/path-with.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { OutcomeBar, progressLabel } from '../ui/outcome-bar.tsx';
import { RelativeTime } from '../ui/time.tsx';
import classes from './running-now.module.css';

const SHOWN = 5;
/** `runningRuns` reads no more. */
const READ = 100;

/** The runs that are running, with their progress; nothing if there are none. */
export function RunningNow() {
  const running = useQuery(queries.runningRuns()).data ?? [];
  if (running.length === 0) return null;
  const count = running.length < READ ? countLabel(running.length) : `${READ} or more`;
  return (
    <Paper component="section" aria-labelledby="running-now">
      <Group gap="xs" p="sm">
        <Title order={2} id="running-now">
          Running now
        </Title>
        <Badge size="sm" variant="light" color="gray" c="inherit">
          {count}
        </Badge>
      </Group>
      <ul className={classes.list}>
        {running.slice(0, SHOWN).map((run) => (
          <Row key={run.runId} run={run} />
        ))}
      </ul>
      {running.length > SHOWN && (
        <Anchor
          component={Link}
          href={pathWith('/runs', { status: 'running' })}
          prefetch={false}
          size="sm"
          className={classes.all}
        >
          View all running runs
        </Anchor>
      )}
    </Paper>
  );
}

function Row({ run }: { run: RunSummary }) {
  return (
    <li className={classes.row}>
      <Anchor component={Link} href={runHref(run.runId)} prefetch={false} size="sm" className={classes.link}>
        {safeText(run.sourceName, 100)}
      </Anchor>
      <div className={classes.bar}>
        <OutcomeBar run={run} size="sm" />
      </div>
      <Text size="xs" c="dimmed" className={classes.figures}>
        {progressLabel(run)}
      </Text>
      <Text size="xs" c="dimmed" className={classes.when} component="div">
        started <RelativeTime at={run.startedAt} />
      </Text>
    </li>
  );
}
