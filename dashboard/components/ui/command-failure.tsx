'use client';

import { Alert, Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { asFailure } from '../../lib/api/failure.ts';
import { codeLabel, safeText } from '../../lib/format/text.ts';
import { runHref } from '../../lib/runs/run-href.ts';
import { IconAlertCircle, IconLock } from './icons.ts';
import problem from './problem.module.css';

/** Why a command failed: the API's message, and a link to a run that is already running. */
export function CommandFailure({ error }: { error: unknown }) {
  if (!error) return null;
  const failure = asFailure(error);
  const denied = failure.code === 'unauthorized' || failure.code === 'forbidden';
  const runId = failure.details['runId'];
  return (
    <Alert
      role="alert"
      variant="light"
      className={failure.status === 409 ? problem.notice : problem.problem}
      icon={denied ? <IconLock aria-hidden="true" /> : <IconAlertCircle aria-hidden="true" />}
      title={denied ? 'Not allowed' : codeLabel(failure.code)}
    >
      <Text size="sm">{safeText(failure.message, 500)}</Text>
      {denied && <Text size="sm">The API token of this dashboard is read-only or invalid.</Text>}
      {typeof runId === 'string' && failure.code === 'run-already-running' && (
        <Anchor component={Link} href={runHref(runId)} size="sm">
          View run
        </Anchor>
      )}
      {failure.requestId && (
        <Text size="xs" ff="monospace" mt={4}>
          Request ID {safeText(failure.requestId, 100)}
        </Text>
      )}
    </Alert>
  );
}
