'use client';

import { Anchor, Code, Group, Paper, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import type { Job } from '../../lib/api/types.ts';
import { Status, shownStatus } from '../ui/status.tsx';
import { RelativeTime } from '../ui/time.tsx';

type RunsOfJob = Pick<
  Job,
  'createdAt' | 'createdRunId' | 'createdRun' | 'updatedAt' | 'updatedRunId' | 'updatedRun'
>;

/** The run that first imported the job, and the last run that changed it. */
export function JobRuns({ job }: { job: RunsOfJob }) {
  return (
    <Paper p="md" component="section" aria-labelledby="job-runs">
      <Title order={2} id="job-runs" mb="sm">
        Runs
      </Title>
      <Stack gap="sm">
        <Change what="First imported" at={job.createdAt} runId={job.createdRunId} run={job.createdRun} />
        {job.updatedRunId ? (
          <Change what="Last changed" at={job.updatedAt} runId={job.updatedRunId} run={job.updatedRun} />
        ) : (
          <Text size="sm" c="dimmed">
            Not changed since.
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

function Change({
  what,
  at,
  runId,
  run,
}: {
  what: string;
  at: string;
  runId: string;
  run: Job['createdRun'];
}) {
  return (
    <div>
      <Text size="sm">
        {what} <RelativeTime at={at} />
      </Text>
      {run ? (
        <Group gap="xs" fz="sm">
          <Status status={shownStatus(run)} />
          <Anchor component={Link} href={`/runs/${encodeURIComponent(runId)}`} prefetch={false} inherit>
            View run
          </Anchor>
        </Group>
      ) : (
        <Text size="xs" c="dimmed">
          Run <Code>{runId}</Code> is no longer stored.
        </Text>
      )}
    </div>
  );
}
