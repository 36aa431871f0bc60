'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Anchor, ScrollArea, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { queries } from '../../lib/api/browser.ts';
import { safeText } from '../../lib/format/text.ts';
import { closeReasonLabel } from '../../lib/jobs/close-reason.ts';
import { QueryFailure } from '../ui/failure-notice.tsx';
import classes from './held-jobs.module.css';

/** The jobs that the shrink guard kept open: the first of them. */
export function HeldJobs({ runId }: { runId: string }) {
  const held = useQuery(queries.heldJobs(runId));
  if (held.isPending) return <Skeleton height={120} role="status" aria-label="Loading jobs" />;
  if (!held.data) {
    return <QueryFailure title="Could not load the jobs" query={held} />;
  }
  const { items, total } = held.data;
  return (
    <ScrollArea.Autosize mah={260} type="auto">
      <ul className={classes.list} aria-label="Jobs kept open">
        {items.map(({ dedupeKey, title, company, location, reason }) => (
          <li key={dedupeKey}>
            <Anchor component={Link} href={`/jobs/${dedupeKey}`} prefetch={false} size="sm">
              {safeText(title, 200)}
            </Anchor>
            <Text size="xs" c="dimmed">
              {[company, location, reason === 'not-in-feed' ? null : closeReasonLabel(reason)]
                .filter((part) => part !== null)
                .map((part) => safeText(part, 100))
                .join(' · ')}
            </Text>
          </li>
        ))}
      </ul>
      {items.length < total && (
        <Text size="xs" c="dimmed" mt={4}>
          Showing {countLabel(items.length)} of {amountLabel(total, 'job')}
        </Text>
      )}
    </ScrollArea.Autosize>
  );
}
