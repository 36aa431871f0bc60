'use client';

import { Button } from '@mantine/core';
import Link from 'next/link';
import type { ApiFailure } from '../../lib/api/failure.ts';
import { safeText } from '../../lib/format/text.ts';
import type { JobFilters } from '../../lib/jobs/job-filters.ts';
import { EmptyMessage } from '../ui/empty-message.tsx';
import { IconBriefcase, IconInfoCircle } from '../ui/icons.ts';

/** No job has been imported yet. */
export function NoJobs() {
  return (
    <EmptyMessage
      Icon={IconBriefcase}
      title="No jobs yet"
      description="Jobs appear here after the first import."
    >
      <Button component={Link} href="/runs" variant="default">
        View runs
      </Button>
    </EmptyMessage>
  );
}

/** All jobs are closed. */
export function NoneOpen({ onShowAll }: { onShowAll: () => void }) {
  return (
    <EmptyMessage Icon={IconBriefcase} title="No open jobs" description="All jobs are closed.">
      <Button variant="default" onClick={onShowAll}>
        Show all jobs
      </Button>
    </EmptyMessage>
  );
}

interface Refusal {
  title: string;
  description: string;
  /** The label of the button that makes the search possible. */
  action: string;
  change: Partial<JobFilters>;
}

/** The message for a search that the API refuses; null if the failure has another cause. */
export function refusalOf({ code, message }: ApiFailure): Refusal | null {
  switch (code) {
    case 'text-search-off':
      return {
        title: 'Text search is disabled',
        description:
          'The text index is being created, or JOBS_TEXT_INDEX of the API is false. Filters by company and location work without it.',
        action: 'Remove keywords',
        change: { text: null },
      };
    case 'query-too-broad':
      return {
        title: 'Too many jobs to search',
        description: 'Narrow the search by source or publication date.',
        action: 'Only the last 7 days',
        change: { published: '7d', from: null, to: null },
      };
    case 'source-unknown':
      return {
        title: 'Source no longer exists',
        description: safeText(message, 200),
        action: 'Search all sources',
        change: { source: null },
      };
    case 'run-unknown':
      return {
        title: 'Run no longer exists',
        description: safeText(message, 200),
        action: 'Show jobs of all runs',
        change: { run: null },
      };
    default:
      return null;
  }
}

/** A refused search, with a button that makes it possible. */
export function Refused({
  refusal,
  onChange,
}: {
  refusal: Refusal;
  onChange: (change: Partial<JobFilters>) => void;
}) {
  const { title, description, action, change } = refusal;
  return (
    <EmptyMessage Icon={IconInfoCircle} title={title} description={description}>
      <Button variant="default" onClick={() => onChange(change)}>
        {action}
      </Button>
    </EmptyMessage>
  );
}
