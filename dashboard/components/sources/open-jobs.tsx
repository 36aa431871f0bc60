'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import { IconAlertTriangle } from '../ui/icons.ts';
import problem from '../ui/problem.module.css';

/** The number of open jobs of a source; undefined until it is known. @param wanted whether it is needed now */
export function useOpenJobs(source: string, wanted: boolean): number | undefined {
  return useQuery({ ...queries.source(source), enabled: wanted, staleTime: 0 }).data?.openJobs;
}

/** How many jobs of a source are open, and how many were closed because they were due. Nothing until that is known. */
export function DueJobs({ source }: { source: string }) {
  const counts = useQuery({ ...queries.source(source), staleTime: 0 }).data;
  if (!counts) return null;
  const { openJobs, expiredJobs, tooOldJobs } = counts;
  const due = `${countLabel(expiredJobs)} closed as expired, ${countLabel(tooOldJobs)} as too old`;
  return (
    <Text size="xs" c="dimmed">
      {`Now ${amountLabel(openJobs, 'open job')}; ${due}.`}
    </Text>
  );
}

/** What a change of the URL does to the jobs of a source. Nothing if it has no open jobs. */
export function MovedJobs({ source }: { source: string }) {
  const count = useOpenJobs(source, true);
  if (count === 0) return null;
  return (
    <Alert
      role="status"
      variant="light"
      className={problem.notice}
      icon={<IconAlertTriangle aria-hidden="true" />}
      title={
        count === undefined
          ? 'Open jobs stay open'
          : amountLabel(count, 'open job stays open', 'open jobs stay open')
      }
    >
      <Text size="sm">
        Jobs from the new URL are imported as new jobs. Jobs from the old URL are no longer updated or closed.
      </Text>
    </Alert>
  );
}
