'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import type { BatchDetails } from '../../lib/api/types.ts';
import { shownBatchStatus } from '../../lib/batches/shown-status.ts';
import { codeLabel, safeText } from '../../lib/format/text.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { Status } from '../ui/status.tsx';
import { RelativeTime } from '../ui/time.tsx';

type Attempt = BatchDetails['attempts'][number];

/** The outcome of the batch in each attempt, the newest first. */
export function BatchAttempts({
  attempts,
  shown,
  onAttempt,
}: {
  attempts: Attempt[];
  /** The attempt shown in the panel. */
  shown: number;
  onAttempt: (attempt: number) => void;
}) {
  return (
    <Stack gap="xs" component="section" aria-label="Attempts">
      <Text size="sm" fw={600}>
        {amountLabel(attempts.length, 'attempt')}
      </Text>
      {attempts.toReversed().map((attempt) => (
        <Paper key={`${attempt.attempt}-${attempt.fetchAttempt}`} p="xs" radius="sm">
          <Group justify="space-between" gap="xs">
            <Group gap="sm" fz="sm">
              <Text size="sm" fw={600}>
                Attempt {attempt.attempt}
              </Text>
              <Status status={shownBatchStatus(attempt)} />
            </Group>
            {attempt.attempt === shown ? (
              <Text size="xs" c="dimmed">
                shown above
              </Text>
            ) : (
              <Anchor component="button" type="button" size="xs" onClick={() => onAttempt(attempt.attempt)}>
                Show this attempt
              </Anchor>
            )}
          </Group>
          <Text size="xs" c="dimmed" mt={4}>
            <Execution attempt={attempt} />
          </Text>
          {attempt.finishedAt && (
            <Text size="xs" mt={2}>
              {countLabel(attempt.newJobs)} new, {countLabel(attempt.updatedJobs)} updated,{' '}
              {countLabel(attempt.unchangedJobs)} unchanged, {countLabel(attempt.failedJobs)} failed
            </Text>
          )}
          {attempt.error && (
            <Text size="xs" mt={2} style={{ overflowWrap: 'anywhere' }}>
              {codeLabel(attempt.error.code)}: {safeText(attempt.error.message, 160)}
            </Text>
          )}
        </Paper>
      ))}
    </Stack>
  );
}

/** When the batch was started, by which worker, and how long it took. */
function Execution({ attempt: { startedAt, enqueuedAt, durationMs, tries, worker } }: { attempt: Attempt }) {
  if (!startedAt) {
    return (
      <>
        Enqueued <RelativeTime at={enqueuedAt} />
      </>
    );
  }
  return (
    <>
      <RelativeTime at={startedAt} />
      {durationMs !== null && `, took ${formatDuration(durationMs)}`}
      {tries > 1 && `, ${amountLabel(tries - 1, 'retry', 'retries')}`}
      {worker && `, by ${safeText(worker, 60)}`}
    </>
  );
}
