import type { ResponseOf } from '@feedflow/shared/api/client';
import { pathOfField } from '@feedflow/shared/model/field-paths';
import { identityLabels } from '@feedflow/shared/model/identity-labels';
import { percentLabel } from '@feedflow/shared/model/share';
import type { Run } from './follow-run.ts';
import { duration, outcome, plain, table, timestamp } from './text.ts';

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
      `${run.meta.processedBatches} of ${run.meta.totalBatches ?? '?'}, ${run.meta.failedBatches} failed`,
    ],
    ['identity', identity(run.fetch.identity)],
    ['pages', pages(run.fetch.pages)],
    ['compared', comparison(run)],
    ['vanished', vanished(run)],
    ['error', run.error ? `${run.error.code}: ${run.error.message}` : ''],
    ...Object.entries(run.failureTotals).map(([code, count]): [string, string] => [
      'failed',
      `${count} ${code}`,
    ]),
    ...warnings(run.warnings),
  ];
  return lines(facts);
}

/** Each warning with its count and the texts that show it. */
function warnings(found: Run['warnings']): [string, string][] {
  return found.flatMap(({ code, count, message, samples }): [string, string][] => [
    ['warning', `${count} ${code}: ${message}`],
    ...samples.map((sample): [string, string] => ['', JSON.stringify(sample)]),
  ]);
}

function identity(used: Run['fetch']['identity'] | undefined): string {
  return used ? `${identityLabels[used.rule].toLowerCase()}: ${used.reason.message}` : '';
}

/** Most feeds have one. */
function pages(count: number | null | undefined): string {
  return count && count > 1 ? String(count) : '';
}

/** How much of the feed had to be read. */
function comparison(run: Run): string {
  if (!run.fetch.comparison) return '';
  const { fullReadReason, knownRecords } = run.fetch.comparison;
  return fullReadReason ? `no, all was read: ${fullReadReason}` : `${knownRecords} records were as before`;
}

function vanished({ removal }: Run): string {
  if (!removal) return '';
  const { state, vanishedJobs, deletedJobs, openBefore, limitPercent } = removal;
  const named = deletedJobs > 0 ? `, ${deletedJobs} of them deleted by name` : '';
  const many = `${vanishedJobs} of ${openBefore} jobs are no longer in the feed${named}`;
  return state === 'closed' ? `${many}: closed` : `${many}, over ${limitPercent} %: held until confirmed`;
}

export function describeSources(sources: ResponseOf<'listSources'>['items']): string {
  if (sources.length === 0) return 'no sources';
  return table(
    ['SOURCE', 'STATE', 'SCHEDULE', 'LAST RUN', 'NEXT (UTC)'],
    sources.map((source) => [
      source.name,
      source.enabled ? 'enabled' : 'disabled',
      source.schedule ? `${source.schedule} ${source.timezone}` : `every ${source.intervalMinutes} min`,
      source.lastRun ? `${source.lastRun.status} ${timestamp(source.lastRun.startedAt)}` : 'never',
      timestamp(source.nextRuns[0] ?? null),
    ]),
  );
}

export function describePreview(preview: ResponseOf<'previewFeed'>): string {
  const { feed, postings: jobs, records, duplicates, deletions, values } = preview;
  const failed = records - jobs - duplicates;
  const state = preview.complete === null ? 'stopped at the limit' : preview.complete ? 'whole' : 'cut off';
  const fill = Object.entries(preview.fill).map(([field, count]): [string, string] => [
    `  ${field}`,
    filled(percentLabel(count, jobs), feed && pathOfField(feed.fields, field), values[field]),
  ]);
  return lines([
    ['dialect', feed?.dialect ?? ''],
    ['charset', feed?.charset ?? ''],
    ['feed', state],
    ['pages', pages(preview.pages)],
    ['identity', identity(preview.identity)],
    ['records', `${records}: ${jobs} jobs, ${duplicates} duplicates, ${failed} failed`],
    ['deletions', deletions > 0 ? String(deletions) : ''],
    ...Object.entries(preview.failureTotals).map(([code, count]): [string, string] => [
      'failed',
      `${count} ${code}`,
    ]),
    ...warnings(preview.warnings),
    ...preview.samples.map((job): [string, string] => [
      'job',
      `${job.title} | ${job.company ?? ''} | ${job.location ?? ''}`,
    ]),
    ['filled', `of ${jobs} jobs`],
    ...fill,
  ]);
}

/** The share of jobs that have a field, where it is in the records, and its first value. */
function filled(percent: string, path: string | null, value: string | undefined): string {
  const parts = [`${percent} %`, path ?? '', value === undefined ? '' : JSON.stringify(value)];
  return parts.filter((part) => part !== '').join('  ');
}

/** Names and values, those without a value left out. */
function lines(facts: [name: string, value: string][]): string {
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name.padEnd(14)} ${plain(value)}`)
    .join('\n');
}
