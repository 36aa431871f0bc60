import type { ResponseOf } from '@feedflow/shared/api/client';
import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { pathOfField } from '@feedflow/shared/model/field-paths';
import { percentLabel } from '@feedflow/shared/model/share';
import { lines } from '../text.ts';
import { identity, pages, skips, warnings } from './feed.ts';

export function describePreview(preview: ResponseOf<'previewFeed'>): string {
  const { feed, postings: jobs, records, duplicates, skipped, deletions, values } = preview;
  const failed = records - jobs - duplicates - skipped;
  const state =
    preview.complete === null ? 'stopped before its end' : preview.complete ? 'complete' : 'cut off';
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
    [
      'records',
      `${countLabel(records)}: ${amountLabel(jobs, 'job')}, ${amountLabel(duplicates, 'duplicate')}, ${countLabel(skipped)} skipped, ${countLabel(failed)} failed`,
    ],
    ...skips(preview.skippedBy),
    ...preview.skippedTitles.map((title): [string, string] => ['', JSON.stringify(title)]),
    ['expired', preview.expired > 0 ? `${amountLabel(preview.expired, 'job')} past the expiry date` : ''],
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
    ['filled', `of ${amountLabel(jobs, 'job')}`],
    ...fill,
  ]);
}

/** The share of jobs that have a field, where it is in the records, and its first value. */
function filled(percent: string, path: string | null, value: string | undefined): string {
  const parts = [`${percent} %`, path ?? '', value === undefined ? '' : JSON.stringify(value)];
  return parts.filter((part) => part !== '').join('  ');
}
