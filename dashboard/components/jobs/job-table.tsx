'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { JobItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { JOB_COLUMNS, type JobColumn } from '../../lib/jobs/job-columns.ts';
import { salaryLabel, salaryText } from '../../lib/jobs/salary.ts';
import { RelativeTime } from '../ui/time.tsx';
import { JobState } from './job-state.tsx';
import classes from './job-table.module.css';

const LABELS = new Map<JobColumn, string>(JOB_COLUMNS.map(({ id, label }) => [id, label]));
/** Columns whose value needs its name on a card. */
const LABELLED: readonly JobColumn[] = ['expires', 'created', 'updated'];

/** The jobs as a table; on a narrow screen each row becomes a card. The title links to the job. */
export function JobTable({ jobs, columns }: { jobs: JobItem[]; columns: readonly JobColumn[] }) {
  return (
    <table className={classes.table} aria-label="Jobs">
      <thead>
        <tr>
          {columns.map((id) => (
            <th key={id}>{LABELS.get(id)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.dedupeKey} data-job={job.dedupeKey}>
            {columns.map((id) => (
              <Cell key={id} column={id}>
                {CELLS[id](job)}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const CELLS: Record<JobColumn, (job: JobItem) => ReactNode> = {
  title: ({ dedupeKey, title }) => (
    <Link href={`/jobs/${encodeURIComponent(dedupeKey)}`} prefetch={false} className={classes.title}>
      {safeText(title, 120)}
    </Link>
  ),
  status: (job) => <JobState job={job} />,
  company: ({ company }) => company && safeText(company, 80),
  location: ({ location, remote }) => {
    const city = location ? safeText(location, 80) : null;
    return remote ? (city ? `${city}, remote` : 'Remote') : city;
  },
  jobType: ({ jobType }) => jobType && safeText(jobType, 80),
  salary: ({ salary }) => {
    const label = salaryLabel(salary);
    return label && <span title={salaryText(salary) ?? undefined}>{label}</span>;
  },
  published: ({ publishedAt }) => publishedAt && <RelativeTime at={publishedAt} />,
  expires: ({ expiresAt }) => expiresAt && <RelativeTime at={expiresAt} />,
  created: ({ createdAt }) => <RelativeTime at={createdAt} />,
  updated: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
  source: ({ sourceName }) => safeText(sourceName, 60),
};

function Cell({ column, children }: { column: JobColumn; children: ReactNode }) {
  return (
    <td
      data-column={column}
      data-card={column === 'title' || column === 'status' ? 'whole' : undefined}
      data-label={LABELLED.includes(column) ? LABELS.get(column) : undefined}
      data-empty={!children || undefined}
    >
      {children || <span className={classes.none}>–</span>}
    </td>
  );
}
