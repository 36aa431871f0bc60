'use client';

import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import { safeText } from '../../lib/format/text.ts';
import classes from './failures.module.css';

const MAX_CHARACTERS = 20_000;

/** A failed record as it was in the feed, always as plain text; or why it cannot be shown. */
export function RawRecord({ runId, position }: { runId: string; position: number }) {
  const record = useQuery({ ...queries.rawRecord(runId, position), retry: false });
  if (record.isPending) return <Skeleton height={60} role="status" aria-label="Loading record" />;
  if (record.data === undefined) {
    return (
      <Text size="xs" c="dimmed" role="status">
        {unavailableMessage(record.error)}
      </Text>
    );
  }
  return (
    // Scrollable, so it must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <pre className={classes.raw} tabIndex={0}>
      {safeText(record.data, MAX_CHARACTERS)}
    </pre>
  );
}

function unavailableMessage(error: unknown): string {
  const failure = asFailure(error);
  return failure.code === 'not-found'
    ? 'Raw record not stored. STORE_RAW=failed keeps failed records, up to a limit per run.'
    : `Could not load the record: ${safeText(failure.message, 300)}`;
}
