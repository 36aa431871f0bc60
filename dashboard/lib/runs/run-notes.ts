import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import { fullImportLabels } from '@feedflow/shared/model/full-import-label';
import { goneText } from '@feedflow/shared/model/removal-label';
import type { Run } from '../api/types.ts';
import { formatShare } from '../format/number.ts';
import { codeLabel, safeText } from '../format/text.ts';
import { type FeedOutcome, feedOutcome, httpStatusLabel } from './feed-outcome.ts';

type Removal = NonNullable<Run['removal']>;
type Comparison = NonNullable<Run['fetch']['comparison']>;

const NO_JOBS_CLOSED = 'no jobs were closed because the feed was incomplete.';

/** Notes that the counters do not explain: why nothing, everything or only a part of the feed was read. */
export function runNotes(run: Run): string[] {
  const { status, fetch, removal } = run;
  const outcome = feedOutcome(run);
  if (outcome === 'not-modified') {
    return ['The feed has not changed since the last import, so it was not read.'];
  }
  const lines: string[] = [];
  if (status === 'running' && fetch.waitsForHost) {
    const host = safeText(fetch.waitsForHost, 100);
    lines.push(`Waiting: the limit of feeds read from ${host} at a time is reached.`);
  }
  const { rereadRecords } = run.meta;
  if (status === 'running' && fetch.status === 'running' && typeof rereadRecords === 'number') {
    lines.push(
      `The feed is read again: ${amountLabel(rereadRecords, 'record')} so far. The figures are those of the earlier attempt until this one has read as many records, or writes jobs.`,
    );
  }
  const ending = endingNote(run, outcome);
  if (ending) lines.push(ending);
  for (const { condition, count } of fetch.skippedBy ?? [])
    lines.push(`Skipped: ${amountLabel(count, 'record')} by ${safeText(condition, 300)}.`);
  if (fetch.comparison) lines.push(...comparisonNotes(fetch.comparison, fetch.totalFetched, outcome));
  const onlyRecords = run.meta.failedBatches === 0 && run.failedJobs > fetch.failedJobs;
  if (onlyRecords && status !== 'running') {
    lines.push(
      `No batch failed as a whole, but ${amountLabel(run.failedJobs - fetch.failedJobs, 'record')} failed.`,
    );
  }
  if (run.expiredJobs) {
    lines.push(
      `Of the new and updated jobs, ${countLabel(run.expiredJobs)} ${run.expiredJobs === 1 ? 'is' : 'are'} stored closed: past their expiry date.`,
    );
  }
  if (fetch.missingOnce) {
    const one = fetch.missingOnce === 1;
    lines.push(
      `${amountLabel(fetch.missingOnce, 'open job')} ${one ? 'is' : 'are'} missing for the first time and ${one ? 'stays' : 'stay'} open: the feed has several pages and may have changed between them. The next import closes ${one ? 'it' : 'them'}, if still missing.`,
    );
  }
  if (removal?.state === 'closed') {
    lines.push(
      `${amountLabel(removal.vanishedJobs, 'job')} ${goneText(removal, countLabel)} ${removal.vanishedJobs === 1 ? 'was' : 'were'} closed${removal.confirmedAt ? ' (confirmed manually)' : ''}.`,
    );
  }
  return lines;
}

/** How reading the feed ended; null where it was read to its end, or is still read. */
function endingNote({ status, http, fetch, totalFetched }: Run, outcome: FeedOutcome): string | null {
  const records = amountLabel(fetch.totalFetched, 'record');
  switch (outcome) {
    case 'cancelled':
      return fetch.totalFetched === 0
        ? 'The run was cancelled before any record was read.'
        : `The run was cancelled after ${records} of the feed. Imported jobs are kept; the next import reads the whole feed.`;
    case 'truncated':
      return `The feed ends too early. Its ${records} up to there were read; ${NO_JOBS_CLOSED}`;
    case 'pages-unread':
      return `The feed has more pages than were read (${records}); ${NO_JOBS_CLOSED}`;
    case 'interrupted':
      return `Reading the feed stopped after ${records}${reasonOf(fetch.error)}; ${NO_JOBS_CLOSED}`;
    case 'unread':
      return http?.status
        ? `The server responded with ${httpStatusLabel(http.status)}, and no record was read.`
        : 'No record was read.';
    case 'complete':
      if (status === 'cancelled') {
        return 'The run was cancelled after the feed was read. Imported jobs are kept; the next import reads the whole feed.';
      }
      return status === 'completed' && totalFetched === 0 ? 'The feed is complete and has no records.' : null;
    default:
      return null;
  }
}

function reasonOf(error: Run['error']): string {
  return error
    ? ` (${codeLabel(error.code)
        .replace(/^Feed /, '')
        .toLowerCase()})`
    : '';
}

function comparisonNotes(
  { fullReadReason, knownRecords }: Comparison,
  totalFetched: number,
  outcome: FeedOutcome,
): string[] {
  const isReading = outcome === 'reading';
  // Of a feed that was not read to its end, nothing is said that sounds like all of it.
  if (fullReadReason)
    return isReading || outcome === 'complete' ? [`Full import: ${fullImportLabels[fullReadReason]}.`] : [];
  if (totalFetched === 0) return [];
  if (knownRecords === 0 && outcome !== 'complete') return [];
  if (knownRecords === 0)
    return ['Every part of the feed changed since the last import, so all records were read.'];
  const all = amountLabel(totalFetched, 'record');
  const soFar = isReading ? ' so far' : '';
  // Not "unchanged": that is a counter, and a record that failed before is counted as failed.
  const same =
    knownRecords === 1
      ? 'is the same as in the last import and was not parsed again.'
      : 'are the same as in the last import and were not parsed again.';
  return [
    knownRecords > 1 && knownRecords >= totalFetched && outcome === 'complete'
      ? `All ${all} ${same}`
      : `${countLabel(knownRecords)} of ${all}${soFar} ${same}`,
  ];
}

/** Why a run closed none of the jobs that are no longer in its feed. */
export function heldMessage(removal: Removal): string {
  const { vanishedJobs, openBefore, limitPercent } = removal;
  const share = formatShare(vanishedJobs, openBefore);
  return `${countLabel(vanishedJobs)} of ${amountLabel(openBefore, 'open job')} (${share}) are ${goneText(removal, countLabel)}. More than ${limitPercent}% at once may mean that the feed is broken, so none were closed.`;
}
