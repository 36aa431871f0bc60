'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { pathOfField } from '@feedflow/shared/model/field-paths';
import { identityLabels } from '@feedflow/shared/model/identity-labels';
import { previewLimits } from '@feedflow/shared/model/preview-limits';
import {
  Alert,
  Button,
  Group,
  Paper,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
  UnstyledButton,
} from '@mantine/core';
import { useState } from 'react';
import { asFailure } from '../../lib/api/failure.ts';
import type { FeedPreview } from '../../lib/api/types.ts';
import { formatBytes, formatShare } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import { formatDuration } from '../../lib/format/time.ts';
import { salaryLabel } from '../../lib/jobs/salary.ts';
import { failureReasons } from '../../lib/runs/failure-reasons.ts';
import { FailureTotals } from '../run/failure-totals.tsx';
import { CommandFailure } from '../ui/command-failure.tsx';
import { FeedLink } from '../ui/feed-link.tsx';
import { IconAlertTriangle } from '../ui/icons.ts';
import { RecordLink } from '../ui/record-link.tsx';
import { WarningList } from '../ui/warning-list.tsx';
import classes from './preview-panel.module.css';

/** What an import of the feed would read; nothing is stored. */
export function PreviewPanel({
  preview,
  isPending,
  error,
  closesExpired,
  secretsKept,
  onMore,
  onUse,
}: {
  preview: FeedPreview | undefined;
  isPending: boolean;
  error: unknown;
  /** Whether the source closes jobs that are past their expiry date. */
  closesExpired: boolean;
  /** Whether the stored secrets of the source were sent, if it has some. */
  secretsKept: boolean;
  /** Reads more records. */
  onMore: (records: number) => void;
  /** Previews another URL. */
  onUse: (url: string) => void;
}) {
  if (isPending) return <Skeleton height={240} role="status" aria-label="Loading preview" />;
  if (error) return <PreviewError error={error} secretsKept={secretsKept} onUse={onUse} />;
  if (!preview) return null;
  const hasMore = preview.complete === null && preview.records < previewLimits.records;
  return (
    <Paper p="md" component="section" aria-labelledby="preview">
      <Stack gap="md">
        <Title order={2} id="preview">
          Preview
        </Title>
        <Facts preview={preview} closesExpired={closesExpired} />
        {preview.cut && (
          <Alert
            color="orange"
            variant="light"
            icon={<IconAlertTriangle aria-hidden="true" />}
            title={preview.cut.code === 'feed-incomplete' ? 'Pages were not read' : 'The feed is cut off'}
          >
            {safeText(preview.cut.message, 300)}
          </Alert>
        )}
        <Identity identity={preview.identity} />
        <Skipped preview={preview} />
        <Warnings warnings={preview.warnings} />
        <Samples samples={preview.samples} />
        <Fields preview={preview} />
        <Failures preview={preview} />
        {hasMore && (
          <Group>
            <Button size="xs" variant="default" onClick={() => onMore(previewLimits.records)}>
              Read up to {countLabel(previewLimits.records)} records
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

/** Why the feed cannot be read, and what may be tried instead. */
function PreviewError({
  error,
  secretsKept,
  onUse,
}: {
  error: unknown;
  secretsKept: boolean;
  onUse: (url: string) => void;
}) {
  const { code, details } = asFailure(error);
  const linked = Array.isArray(details['linkedFeeds']) ? details['linkedFeeds'].map(String) : [];
  return (
    <Stack gap="sm">
      <CommandFailure error={error} />
      {code === 'feed-unauthorized' && !secretsKept && (
        <Text size="sm">Stored headers and passwords are not sent to another server.</Text>
      )}
      {linked.length > 0 && (
        <section aria-labelledby="linked-feeds">
          <Text size="sm" fw={600} id="linked-feeds" mb={4}>
            Feeds of this page
          </Text>
          <Stack gap={6}>
            {linked.map((url) => (
              <Group key={url} gap="sm" wrap="nowrap" justify="space-between">
                <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {safeText(url, 300)}
                </Text>
                <Button
                  size="xs"
                  variant="default"
                  flex="none"
                  aria-label={`Use ${safeText(url, 300)}`}
                  onClick={() => onUse(url)}
                >
                  Use this feed
                </Button>
              </Group>
            ))}
          </Stack>
        </section>
      )}
    </Stack>
  );
}

function Facts({ preview, closesExpired }: { preview: FeedPreview; closesExpired: boolean }) {
  const { http, feed, records, postings: jobs, duplicates, skipped, skippedBy } = preview;
  const { expired, deletions, pages, complete, durationMs } = preview;
  const facts = [
    ['Dialect', feed ? safeText(feed.dialect, 50) : 'Not detected'],
    ['Character set', feed ? safeText(feed.charset, 40) : '–'],
    ['Record element', feed ? `<${safeText(feed.recordElement, 60)}>` : '–'],
    ['Records read', `${countLabel(records)}${complete === null ? ', then stopped' : ''}`],
    ['Jobs found', countLabel(jobs)],
    ...(duplicates > 0 ? [['Duplicates', countLabel(duplicates)]] : []),
    ...(skipped > 0 ? [['Skipped', skippedLabel(skippedBy)]] : []),
    ...(expired > 0
      ? [['Expired', `${countLabel(expired)}, would ${closesExpired ? 'be stored closed' : 'stay open'}`]]
      : []),
    ...(deletions > 0 ? [['Deletions', countLabel(deletions)]] : []),
    ...(pages !== null && pages > 1 ? [['Pages read', countLabel(pages)]] : []),
    ['Response', http ? `HTTP ${http.status ?? '–'}, ${formatBytes(http.bytes)}` : '–'],
    ['Duration', formatDuration(durationMs)],
  ];
  return (
    <>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {http?.movedTo && (
        <Text size="sm">
          The feed has moved permanently: <FeedLink address={http.movedTo} />
        </Text>
      )}
    </>
  );
}

function skippedLabel(counts: FeedPreview['skippedBy']): string {
  return counts
    .map(({ condition, count }) => `${countLabel(count)} by ${safeText(condition, 300)}`)
    .join('; ');
}

function Identity({ identity }: { identity: FeedPreview['identity'] }) {
  if (!identity) return null;
  const text = `${identityLabels[identity.rule]}: ${safeText(identity.reason.message, 300)}`;
  return <Note id="preview-identity" title="Identity" text={text} />;
}

function Skipped({ preview: { skipped, skippedTitles } }: { preview: FeedPreview }) {
  if (skippedTitles.length === 0) return null;
  const first = skipped > skippedTitles.length ? `The first ${skippedTitles.length} skipped` : 'Skipped';
  const titles = skippedTitles.map((title) => safeText(title, previewLimits.titleLength));
  return <Note id="preview-skipped" title={`${first} records`} text={titles.join('; ')} />;
}

function Note({ id, title, text }: { id: string; title: string; text: string }) {
  return (
    <section aria-labelledby={id}>
      <Text size="sm" fw={600} id={id}>
        {title}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {text}
      </Text>
    </section>
  );
}

function Samples({ samples }: { samples: FeedPreview['samples'] }) {
  if (samples.length === 0) return <Text size="sm">No jobs found.</Text>;
  return (
    <section aria-labelledby="first-records" className={classes.samples}>
      <Text size="sm" fw={600} id="first-records" mb={4}>
        First {amountLabel(samples.length, 'job')}
      </Text>
      <Table fz="xs" verticalSpacing={6} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Title</Table.Th>
            <Table.Th>Company</Table.Th>
            <Table.Th>Location</Table.Th>
            <Table.Th>Published</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {samples.map((job) => (
            <SampleRows key={job.dedupeKey} job={job} />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

/** A job in one row; its title shows all of its fields. */
function SampleRows({ job }: { job: FeedPreview['samples'][number] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <UnstyledButton className={classes.title} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {safeText(job.title, 120)}
          </UnstyledButton>
        </Table.Td>
        <Table.Td>{job.company ? safeText(job.company, 80) : '–'}</Table.Td>
        <Table.Td>{job.location ? safeText(job.location, 80) : '–'}</Table.Td>
        <Table.Td className={classes.date}>{job.publishedAt?.slice(0, 10) ?? '–'}</Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr>
          <Table.Td colSpan={4}>
            <dl className={classes.job}>
              {fieldsOf(job).map(([field, value]) => (
                <div key={field}>
                  <dt>{field}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

/** All fields that a job has, as text. A description is HTML of the feed: it is shown as it is written. */
function fieldsOf(job: FeedPreview['samples'][number]): [string, string][] {
  const { dedupeKey, contentHash, sourceName, sourceUrl, ...fields } = job;
  return Object.entries(fields).flatMap(([field, value]) => {
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    if (field === 'salary') return [[field, salaryLabel(job.salary) ?? '–']];
    return [[field, safeText(Array.isArray(value) ? value.join(', ') : String(value), 1_000)]];
  });
}

function Warnings({ warnings }: { warnings: FeedPreview['warnings'] }) {
  if (warnings.length === 0) return null;
  return (
    <section aria-labelledby="preview-warnings">
      <Text size="sm" fw={600} id="preview-warnings" mb={4}>
        {amountLabel(warnings.length, 'warning')}
      </Text>
      <WarningList warnings={warnings} />
    </section>
  );
}

/** The share of jobs that have each field, the highest first, with its path and first value. */
function Fields({ preview: { fill, values, feed, postings: jobs } }: { preview: FeedPreview }) {
  const fields = Object.entries(fill).sort(([, one], [, other]) => other - one);
  if (jobs === 0 || fields.length === 0) return null;
  return (
    <section aria-labelledby="fill">
      <Text size="sm" fw={600} id="fill" mb={4}>
        Fields filled
      </Text>
      <ul className={classes.fill}>
        {fields.map(([field, count]) => (
          <li key={field}>
            <span>{safeText(field, 60)}</span>
            <span className={classes.track} aria-hidden="true">
              <span style={{ width: `${(count / jobs) * 100}%` }} />
            </span>
            <span className={classes.share}>{formatShare(count, jobs)}</span>
            <FieldSource path={feed && pathOfField(feed.fields, field)} value={values[field]} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where a field is in the records, and its first value, in one line. */
function FieldSource({ path, value }: { path: string | null; value: string | undefined }) {
  if (path === null && value === undefined) return null;
  return (
    <span className={classes.source} title={value === undefined ? undefined : safeText(value, 200)}>
      {path !== null && <code>{safeText(path, 100)}</code>} {value !== undefined && safeText(value, 120)}
    </span>
  );
}

function Failures({ preview }: { preview: FeedPreview }) {
  const { failures, failureTotals, complete, records } = preview;
  const within = complete === null ? ` in the first ${amountLabel(records, 'record')}` : '';
  const { reasons, total } = failureReasons(failureTotals);
  if (total === 0) return <Text size="sm">No records failed{within}.</Text>;
  return (
    <section aria-labelledby="preview-failures">
      <Text size="sm" fw={600} id="preview-failures" mb={4}>
        {amountLabel(total, 'record')} would fail
        {within}
      </Text>
      <FailureTotals reasons={reasons} total={total} />
      <ul className={classes.failures}>
        {failures.slice(0, 10).map((failure) => (
          <li key={failure.position}>
            No. {countLabel(failure.position + 1)}
            {failure.externalId ? ` (${safeText(failure.externalId, 40)})` : ''}
            <RecordLink name={`record ${failure.position + 1}`} address={failure.jobUrl} />:{' '}
            {safeText(failure.message, 200)}
          </li>
        ))}
      </ul>
    </section>
  );
}
