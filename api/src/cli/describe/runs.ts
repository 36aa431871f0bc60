import type { ResponseOf } from '@feedflow/shared/api/client';
import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { fullImportLabels } from '@feedflow/shared/model/full-import-label';
import { goneText } from '@feedflow/shared/model/removal-label';
import type { Run } from '../follow-run.ts';
import { duration, lines, outcome, table, timestamp } from '../text.ts';
import { identity, pages, skips, warnings } from './feed.ts';

export function describeRuns(runs: ResponseOf<'listRuns'>['items']): string {
  if (runs.length === 0) return 'no runs';
  return table(
    ['RUN', 'SOURCE', 'STATUS', 'STARTED (UTC)', 'TOOK', 'WARNINGS', 'RECORDS'],
    runs.map((run) => [
      run.runId,
      run.sourceName,
      run.status,
      timestamp(run.startedAt),
      duration(run.meta.durationMs),
      run.warnings.length > 0 ? String(run.warnings.length) : '',
      outcome(run),
    ]),
  );
}

export function describeRun(run: Run): string {
  const facts: [string, string][] = [
    ['run', run.runId],
    ['source', run.sourceName],
    ['status', run.status],
    ['started', `${timestamp(run.startedAt)} UTC (${run.trigger}, attempt ${run.attempt})`],
    ['took', duration(run.meta.durationMs)],
    ['records', outcome(run)],
    [
      'batches',
      `${countLabel(run.meta.processedBatches)} of ${run.meta.totalBatches === null ? '?' : countLabel(run.meta.totalBatches)}, ${countLabel(run.meta.failedBatches)} failed`,
    ],
    ['identity', identity(run.fetch.identity)],
    ['pages', pages(run.fetch.pages)],
    ...skips(run.fetch.skippedBy ?? []),
    ['compared', comparison(run)],
    ['not in feed', noLongerInFeed(run)],
    [
      'expired',
      run.expiredJobs ? `${countLabel(run.expiredJobs)} of the new and updated jobs stored closed` : '',
    ],
    ['error', run.error ? `${run.error.code}: ${run.error.message}` : ''],
    ...Object.entries(run.failureTotals).map(([code, count]): [string, string] => [
      'failed',
      `${countLabel(count)} ${code}`,
    ]),
    ...warnings(run.warnings),
  ];
  return lines(facts);
}

/** How much of the feed had to be read. */
function comparison(run: Run): string {
  if (!run.fetch.comparison) return '';
  const { fullReadReason, knownRecords } = run.fetch.comparison;
  return fullReadReason
    ? `full import: ${fullImportLabels[fullReadReason]}`
    : `${amountLabel(knownRecords, 'record')} the same as in the last full import`;
}

function noLongerInFeed({ runId, removal }: Run): string {
  if (!removal) return '';
  const { state, vanishedJobs, openBefore, limitPercent } = removal;
  const many = `${countLabel(vanishedJobs)} of ${amountLabel(openBefore, 'job')} are ${goneText(removal, countLabel)}`;
  if (state === 'closed') return `${many}: closed`;
  return `${many}, over ${limitPercent} %: held until "runs confirm-removal ${runId}" closes them`;
}

export function describeEvents(entries: ResponseOf<'listRunEvents'>['items']): string {
  if (entries.length === 0) return 'no events';
  const rows = entries.map(({ at, severity, attempt, message }) => [
    timestamp(at),
    severity,
    String(attempt),
    message,
  ]);
  return table(['TIME (UTC)', 'SEVERITY', 'ATTEMPT', 'EVENT'], rows);
}

export function describeHeldJobs({ items, total }: ResponseOf<'listHeldJobs'>): string {
  const rows = items.map((job) => [
    job.dedupeKey,
    job.reason,
    timestamp(job.publishedAt).slice(0, 10),
    job.title,
    job.company ?? '',
    job.location ?? '',
  ]);
  const listed = table(['KEY', 'REASON', 'PUBLISHED', 'TITLE', 'COMPANY', 'LOCATION'], rows);
  return items.length < total
    ? `${listed}\n${countLabel(items.length)} of ${amountLabel(total, 'job')}`
    : listed;
}
