import type { Run } from '../api/types.ts';
import { formatAmount, formatCount } from '../format/number.ts';
import { safeText } from '../format/text.ts';

type Removal = NonNullable<Run['removal']>;
type Comparison = NonNullable<Run['fetch']['comparison']>;

const FULL_READ: Record<NonNullable<Comparison['fullReadReason']>, string> = {
  requested: 'Full import: requested.',
  'nothing-to-compare': 'Full import: there is no earlier full import of this source to compare with.',
  'read-differently': 'Full import: the URL, dialect or mapping of the source, or Feedflow itself, changed.',
  'jobs-disagree': 'Full import: the number of open jobs differs from what the last import left.',
  due: 'Full import: done from time to time to make sure that no change was missed.',
};

/** Notes that the counters do not explain: why nothing, everything or only a part of the feed was read. */
export function runNotes(run: Run): string[] {
  const { status, http, fetch, removal } = run;
  const lines: string[] = [];
  if (http?.notModified) {
    return ['The feed has not changed since the last import, so it was not read.'];
  }
  if (status === 'running' && fetch.waitsForHost) {
    const host = safeText(fetch.waitsForHost, 100);
    lines.push(`Waiting: the limit of feeds read from ${host} at a time is reached.`);
  }
  if (status === 'cancelled') {
    lines.push('The run was cancelled. Imported jobs are kept; the next import reads the whole feed.');
  }
  if (status === 'completed' && run.totalFetched === 0)
    lines.push('The feed is complete and has no records.');
  if (fetch.complete === false) {
    lines.push(
      'The feed was cut off. Its complete records were imported; no jobs were closed because the feed was incomplete.',
    );
  }
  if (fetch.comparison) lines.push(...comparisonNotes(fetch.comparison, fetch.totalFetched));
  const onlyRecords = run.meta.failedBatches === 0 && run.failedJobs > fetch.failedJobs;
  if (onlyRecords && status !== 'running') {
    lines.push(
      `No batch failed as a whole, but ${formatAmount(run.failedJobs - fetch.failedJobs, 'record')} failed.`,
    );
  }
  if (removal?.state === 'closed') {
    lines.push(
      `${formatAmount(removal.vanishedJobs, 'job')} no longer in the feed${namedOf(removal)} ${removal.vanishedJobs === 1 ? 'was' : 'were'} closed${removal.confirmedAt ? ' (confirmed manually)' : ''}.`,
    );
  }
  return lines;
}

function comparisonNotes({ fullReadReason, knownRecords }: Comparison, totalFetched: number): string[] {
  if (fullReadReason) return [FULL_READ[fullReadReason]];
  if (totalFetched === 0) return [];
  if (knownRecords === 0)
    return ['Every part of the feed changed since the last import, so all records were read.'];
  const all = formatAmount(totalFetched, 'record');
  return [
    knownRecords >= totalFetched
      ? `All ${all} unchanged since the last import (skipped).`
      : `${formatCount(knownRecords)} of ${all} unchanged since the last import (skipped).`,
  ];
}

/** Why a run closed none of the jobs that are no longer in its feed. */
export function heldMessage(removal: Removal): string {
  const { vanishedJobs, openBefore, limitPercent } = removal;
  const share = openBefore > 0 ? Math.round((vanishedJobs / openBefore) * 100) : 100;
  return `${formatCount(vanishedJobs)} of ${formatAmount(openBefore, 'open job')} (${share}%) are no longer in the feed${namedOf(removal)}. More than ${limitPercent}% at once may mean that the feed is broken, so none were closed.`;
}

/** How many of the jobs that are no longer in a feed it deletes by name. */
function namedOf({ deletedJobs }: Removal): string {
  return deletedJobs > 0 ? ` (${formatCount(deletedJobs)} deleted by name)` : '';
}
