import type { ResponseOf } from '@feedflow/shared/api/client';
import type { Run } from './follow-run.ts';
import { duration, outcome, plain, table, timestamp } from './text.ts';

export function describeRuns(runs: ResponseOf<'listRuns'>['items']): string {
  if (runs.length === 0) return 'no runs';
  return table(
    ['RUN', 'SOURCE', 'STATUS', 'STARTED (UTC)', 'TOOK', 'RECORDS'],
    runs.map((run) => [
      run.runId,
      run.sourceName,
      run.status,
      timestamp(run.startedAt),
      duration(run.meta.durationMs),
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
    ['compared', comparison(run)],
    ['vanished', vanished(run)],
    ['error', run.error ? `${run.error.code}: ${run.error.message}` : ''],
    ...Object.entries(run.failureTotals).map(([code, count]): [string, string] => [
      'failed',
      `${count} ${code}`,
    ]),
  ];
  return lines(facts);
}

/** How much of the feed had to be read. */
function comparison(run: Run): string {
  if (!run.fetch.comparison) return '';
  const { fullReadReason, knownRecords } = run.fetch.comparison;
  return fullReadReason ? `no, all was read: ${fullReadReason}` : `${knownRecords} records were as before`;
}

function vanished({ removal }: Run): string {
  if (!removal) return '';
  const { state, vanishedJobs, openBefore, limitPercent } = removal;
  const many = `${vanishedJobs} of ${openBefore} jobs are no longer in the feed`;
  return state === 'closed' ? `${many} and closed` : `${many}, over ${limitPercent} %: held until confirmed`;
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
  const { feed, postings: jobs, records } = preview;
  const state = preview.complete === null ? 'stopped at the limit' : preview.complete ? 'whole' : 'cut off';
  const fill = Object.entries(preview.fill).map(([field, count]): [string, string] => [
    `  ${field}`,
    `${jobs === 0 ? 0 : Math.floor((count * 100) / jobs)} %`,
  ]);
  return lines([
    ['dialect', feed?.dialect ?? ''],
    ['charset', feed?.charset ?? ''],
    ['feed', state],
    ['records', `${records}: ${jobs} jobs, ${records - jobs} failed`],
    ...Object.entries(preview.failureTotals).map(([code, count]): [string, string] => [
      'failed',
      `${count} ${code}`,
    ]),
    ...preview.samples.map((job): [string, string] => [
      'job',
      `${job.title} | ${job.company ?? ''} | ${job.location ?? ''}`,
    ]),
    ['filled', `of ${jobs} jobs`],
    ...fill,
  ]);
}

/** Names and values, those without a value left out. */
function lines(facts: [name: string, value: string][]): string {
  return facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name.padEnd(14)} ${plain(value)}`)
    .join('\n');
}
