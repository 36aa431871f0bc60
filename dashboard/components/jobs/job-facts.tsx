'use client';

import { Anchor, DataList, Paper, Text, Title } from '@mantine/core';
import Link from 'next/link';
import type { JobItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { fullLocation } from '../../lib/jobs/location.ts';
import { normalizedLabel } from '../../lib/jobs/normalized-label.ts';
import { hasAmounts, salaryLabel, salaryText } from '../../lib/jobs/salary.ts';
import { pathWith } from '../../lib/path-with.ts';
import { Fact, TextFact } from '../ui/fact.tsx';
import { FeedLink } from '../ui/feed-link.tsx';
import { UtcTime } from '../ui/time.tsx';

/** The job's details from the feed, beside its description. Missing fields are omitted. */
export function JobFacts({ job }: { job: JobItem }) {
  return (
    <Paper p="md" component="section" aria-labelledby="facts">
      <Title order={2} id="facts" mb="sm">
        Details
      </Title>
      <DataList size="sm" gap={6} labelWidth="7rem">
        <TextItem name="Company" value={job.company} />
        <TextItem name="Location" value={fullLocation(job)} />
        {job.remote !== null && <Fact name="Remote">{job.remote ? 'Yes' : 'No'}</Fact>}
        <TextItem name="Job type" value={job.jobType} />
        <TextItem name="Categories" value={job.categories.slice(0, 20).join(', ') || null} />
        <TextItem name="Salary" value={salaryLabel(job.salary)} />
        {hasAmounts(job.salary) && <TextItem name="Salary text" value={salaryText(job.salary)} />}
        <TextItem name="Normalized" value={normalizedLabel(job.normalized)} />
        <Fact name="Published">
          {job.publishedAt ? <UtcTime at={job.publishedAt} /> : <Text inherit>– (not provided)</Text>}
        </Fact>
        {job.expiresAt && (
          <Fact name="Expires">
            <UtcTime at={job.expiresAt} />
          </Fact>
        )}
        {job.jobUrl && (
          <Fact name="URL">
            <FeedLink address={job.jobUrl} />
          </Fact>
        )}
        <Fact name="Source">
          <Anchor component={Link} href={pathWith('/jobs', { source: job.sourceName })} inherit>
            {safeText(job.sourceName, 100)}
          </Anchor>
        </Fact>
        <TextFact name="ID in the feed" value={job.externalId} />
        <TextFact name="dedupeKey" value={job.dedupeKey} />
      </DataList>
    </Paper>
  );
}

function TextItem({ name, value }: { name: string; value: string | null }) {
  return value ? <Fact name={name}>{safeText(value, 500)}</Fact> : null;
}
