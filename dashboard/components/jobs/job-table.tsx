'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { JobItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { salaryLabel } from '../../lib/jobs/salary.ts';
import { RelativeTime } from '../ui/time.tsx';
import classes from './job-table.module.css';

const COLUMNS = ['Title', 'Company', 'Location', 'Salary', 'Published', 'Source'];

/** The jobs as a table; on a narrow screen each row becomes a card. The title links to the job. */
export function JobTable({ jobs }: { jobs: JobItem[] }) {
  return (
    <table className={classes.table} aria-label="Jobs">
      <thead>
        <tr>
          {COLUMNS.map((label) => (
            <th key={label}>{label}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.dedupeKey} data-job={job.dedupeKey}>
            <JobCells job={job} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function JobCells({ job }: { job: JobItem }) {
  const { dedupeKey, title, company, location, remote, salary, publishedAt, sourceName } = job;
  const city = location ? safeText(location, 80) : null;
  return (
    <>
      <Cell column="title">
        <Link href={`/jobs/${encodeURIComponent(dedupeKey)}`} prefetch={false} className={classes.title}>
          {safeText(title, 120)}
        </Link>
      </Cell>
      <Cell column="company">{company && safeText(company, 80)}</Cell>
      <Cell column="location">{remote ? (city ? `${city}, remote` : 'Remote') : city}</Cell>
      <Cell column="salary">{salaryLabel(salary)}</Cell>
      <Cell column="published">{publishedAt && <RelativeTime at={publishedAt} />}</Cell>
      <Cell column="source">{safeText(sourceName, 60)}</Cell>
    </>
  );
}

function Cell({ column, children }: { column: string; children: ReactNode }) {
  return (
    <td
      data-column={column}
      data-card={column === 'title' ? 'whole' : undefined}
      data-empty={!children || undefined}
    >
      {children || <span className={classes.none}>–</span>}
    </td>
  );
}
