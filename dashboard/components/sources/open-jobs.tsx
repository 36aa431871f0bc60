'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { Alert, Checkbox, Text } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import { IconAlertTriangle } from '../ui/icons.ts';
import problem from '../ui/problem.module.css';

/** Of so many sources at most the open jobs are counted: each is a request. */
const COUNTED_AT_MOST = 50;

/** The number of open jobs of sources; undefined until it is known, or where the sources are many. */
function useOpenJobs(names: readonly string[]): number | undefined {
  const counted = names.length <= COUNTED_AT_MOST ? names : [];
  const counts = useQueries({
    queries: counted.map((name) => ({ ...queries.source(name), staleTime: 0 })),
  });
  if (counted.length === 0 || counts.some(({ data }) => data === undefined)) return undefined;
  return counts.reduce((sum, { data }) => sum + (data?.openJobs ?? 0), 0);
}

/** What is deleted with sources, and whether their open jobs are closed, which is asked only where there are some. */
export function DeletedSources({
  names,
  closeJobs,
  onCloseJobs,
}: {
  names: readonly string[];
  closeJobs: boolean;
  onCloseJobs: (closeJobs: boolean) => void;
}) {
  const openJobs = useOpenJobs(names);
  const [whose, their] = names.length === 1 ? ['Its', 'its'] : ['Their', 'their'];
  return (
    <>
      <Text size="sm">
        {whose} settings and secrets are deleted permanently. The run history is kept.
        {openJobs !== 0 && !closeJobs && ` ${whose} open jobs stay open: nothing closes them later.`}
      </Text>
      {openJobs !== 0 && (
        <Checkbox
          label={`Also close ${openJobs === undefined ? `${their} open jobs` : amountLabel(openJobs, 'open job')}`}
          checked={closeJobs}
          onChange={(event) => onCloseJobs(event.currentTarget.checked)}
        />
      )}
    </>
  );
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
  const count = useOpenJobs([source]);
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
