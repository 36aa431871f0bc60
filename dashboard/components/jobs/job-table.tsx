'use client';

import { Anchor, Table } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { JobItem } from '../../lib/api/queries.ts';
import { safeText } from '../../lib/format/text.ts';
import { salaryInWords } from '../../lib/jobs/salary.ts';
import { RelativeTime } from '../show/time.tsx';
import classes from './job-table.module.css';

const COLUMNS = ['Title', 'Company', 'Location', 'Salary', 'Published', 'Source'];

/** The jobs as a table; on a narrow screen each row becomes a card. The title leads to the job. */
export function JobTable({ jobs }: { jobs: JobItem[] }) {
  return (
    <div className={classes.scroll}>
      <Table className={classes.table} verticalSpacing={7} horizontalSpacing="sm" aria-label="Jobs">
        <Table.Thead>
          <Table.Tr>
            {COLUMNS.map((label) => (
              <Table.Th key={label}>{label}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {jobs.map((job) => (
            <Table.Tr key={job.dedupeKey} className={classes.row} data-job={job.dedupeKey}>
              <JobCells job={job} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function JobCells({ job }: { job: JobItem }) {
  const { dedupeKey, title, company, location, remote, salary, publishedAt, sourceName } = job;
  const place = location ? safeText(location, 80) : null;
  return (
    <>
      <Cell column="title">
        <Anchor
          component={Link}
          href={`/jobs/${encodeURIComponent(dedupeKey)}`}
          prefetch={false}
          className={classes.title}
        >
          {safeText(title, 120)}
        </Anchor>
      </Cell>
      <Cell column="company">{company && safeText(company, 80)}</Cell>
      <Cell column="location">{remote ? (place ? `${place}, remote` : 'Remote') : place}</Cell>
      <Cell column="salary">{salaryInWords(salary)}</Cell>
      <Cell column="published">{publishedAt && <RelativeTime at={publishedAt} />}</Cell>
      <Cell column="source">{safeText(sourceName, 60)}</Cell>
    </>
  );
}

function Cell({ column, children }: { column: string; children: ReactNode }) {
  return (
    <Table.Td data-column={column} data-empty={!children || undefined}>
      {children || <span className={classes.none}>–</span>}
    </Table.Td>
  );
}
