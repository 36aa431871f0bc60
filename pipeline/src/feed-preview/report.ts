import { shortened } from '@feedflow/shared/errors';
import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { pathOfField } from '@feedflow/shared/model/field-paths';
import { identityLabels } from '@feedflow/shared/model/identity-labels';
import type { JobPosting } from '@feedflow/shared/model/job';
import { JOB_FIELDS } from '@feedflow/shared/model/job-fields';
import { percentLabel } from '@feedflow/shared/model/share';
import { createValueReader } from '@feedflow/shared/values/value-reader';
import type { FeedSummary } from '../import/read-feed.ts';
import type { FeedPreview } from './preview.ts';

const VALUE_LENGTH = 50;
const DESCRIPTION_LENGTH = 200;

export interface ProcessFigures {
  peakMemoryBytes: number;
  /** The longest time that the event loop was blocked. */
  longestPauseMs: number;
}

/** The preview as text for a terminal. Texts of the feed are in JSON, so that they cannot forge lines. */
export function formatReport(preview: FeedPreview, figures: ProcessFigures): string {
  return [
    ...feedLines(preview),
    '',
    ...speedLines(preview, figures),
    '',
    'Filled fields',
    ...fillLines(preview),
    ...warningLines(preview),
    ...failureLines(preview),
    ...sampleLines(preview),
    '',
  ].join('\n');
}

function feedLines(preview: FeedPreview): string[] {
  const { feed, identity, summary, http, records, jobs, duplicates, skipped, deletions } = preview;
  const failed = records - jobs - duplicates - skipped;
  const repeated = duplicates > 0 ? `${amountLabel(duplicates, 'duplicate')}, ` : '';
  const left = skipped > 0 ? `${countLabel(skipped)} skipped, ` : '';
  const state = summary === null ? 'stopped before its end' : stateOf(summary);
  return [
    ...(http ? httpLines(http) : []),
    ...(feed ? [row('dialect', feed.dialect), row('charset', feed.charset)] : []),
    ...(feed ? [row('record element', feed.recordElement || 'none')] : []),
    ...(identity
      ? [
          row(
            'identity',
            `${identityLabels[identity.rule].toLowerCase()}: ${JSON.stringify(identity.reason.message)}`,
          ),
        ]
      : []),
    row(
      'records',
      `${countLabel(records)} (${amountLabel(jobs, 'job')}, ${repeated}${left}${countLabel(failed)} failed)`,
    ),
    ...preview.skippedBy.map(({ condition, count }) => row('skipped', `${count} by ${condition}`)),
    ...preview.skippedTitles.map((title) => row('', JSON.stringify(title))),
    ...(preview.expired > 0
      ? [row('expired', `${amountLabel(preview.expired, 'job')} past the expiry date`)]
      : []),
    ...(deletions > 0 ? [row('deletions', String(deletions))] : []),
    ...(summary && summary.pages > 1 ? [row('pages', String(summary.pages))] : []),
    row('feed', state),
    ...(summary?.cut ? [row('', summary.cut.message)] : []),
  ];
}

function stateOf({ complete, cut }: FeedSummary): string {
  if (complete) return 'complete';
  return cut?.code === 'feed-incomplete' ? 'incomplete' : 'cut off';
}

function httpLines(http: NonNullable<FeedPreview['http']>): string[] {
  return [
    row('response', `${http.status} ${JSON.stringify(http.contentType)} from ${http.finalUrl}`),
    ...(http.movedTo ? [row('moved to', `${http.movedTo} (permanently: set the source to this URL)`)] : []),
    ...(http.etag || http.lastModified
      ? [row('validators', JSON.stringify([http.etag, http.lastModified]))]
      : []),
    row('bytes', String(http.bytes)),
  ];
}

function speedLines(
  { records, durationMs }: FeedPreview,
  { peakMemoryBytes, longestPauseMs }: ProcessFigures,
): string[] {
  const perSecond = durationMs === 0 ? 0 : Math.round((records * 1000) / durationMs);
  return [
    row('time', `${Math.round(durationMs)} ms, ${perSecond} records per second`),
    row('peak memory', `${Math.round(peakMemoryBytes / 1024 / 1024)} MB`),
    row('longest pause', `${Math.ceil(longestPauseMs)} ms`),
  ];
}

function fillLines({ filled: { counts, values }, jobs, feed }: FeedPreview): string[] {
  return JOB_FIELDS.map((field) => {
    const percent = percentLabel(counts[field], jobs);
    const bar = '█'.repeat(jobs === 0 ? 0 : Math.round((counts[field] * 20) / jobs)).padEnd(20, '·');
    const path = feed && pathOfField(feed.fields, field);
    const from = path === null ? '' : `  ${path}`;
    const value = values[field];
    const example = value === undefined ? '' : `  ${JSON.stringify(shortened(value, VALUE_LENGTH))}`;
    return `  ${field.padEnd(14)} ${bar} ${percent.padStart(3)} %  ${counts[field]}${from}${example}`;
  });
}

function warningLines({ warnings }: FeedPreview): string[] {
  if (warnings.length === 0) return [];
  const lines = warnings.flatMap(({ code, count, message, samples }) => [
    `  ${code} ${count}: ${JSON.stringify(message)}`,
    ...samples.map((sample) => `    ${JSON.stringify(sample)}`),
  ]);
  return ['', 'Warnings', ...lines];
}

function failureLines({ failureTotals, failures }: FeedPreview): string[] {
  const totals = Object.entries(failureTotals);
  if (totals.length === 0) return [];
  return [
    '',
    `Failed records: ${totals.map(([code, count]) => `${code} ${count}`).join(', ')}`,
    ...failures.map(
      ({ position, reasonCode, message }) =>
        `  no. ${position + 1} ${reasonCode}: ${JSON.stringify(message)}`,
    ),
  ];
}

/** The first jobs, with what their words mean by the defaults: a file has no value maps. */
function sampleLines({ samples }: FeedPreview): string[] {
  if (samples.length === 0) return [];
  const reader = createValueReader(null);
  const jobs = samples.map((job) => ({ ...withShortDescription(job), normalized: reader.read(job) }));
  return ['', `First ${samples.length}`, ...jobs.map((job) => JSON.stringify(job, null, 2))];
}

function withShortDescription(job: JobPosting): JobPosting {
  const { description } = job;
  if (description === null || description.length <= DESCRIPTION_LENGTH) return job;
  const more = `… (${description.length} characters)`;
  return { ...job, description: description.slice(0, DESCRIPTION_LENGTH).toWellFormed() + more };
}

function row(name: string, value: string): string {
  return `${name.padEnd(15)} ${value}`;
}
