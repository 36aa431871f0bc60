import type { Run } from '../api/types.ts';
import { formatAmount, formatCount } from '../format/number.ts';
import { safeText } from '../format/text.ts';

type Comparison = NonNullable<Run['fetch']['comparison']>;

const FULL_READ: Record<NonNullable<Comparison['fullReadReason']>, string> = {
  requested: 'All of the feed was read, as it was asked for.',
  'nothing-to-compare':
    'All of the feed was read: there is no whole import before this one to compare it with.',
  'read-differently':
    'All of the feed was read, because it is read differently than before: its address, dialect, mapping or Feedflow itself has changed.',
  'jobs-disagree':
    'All of the feed was read, because the number of open postings is not what the last import left.',
  due: 'All of the feed was read, as it is from time to time, to be sure that nothing was missed.',
};

/** What the counters of a run would not make plain, as sentences: why nothing was read, or all, or not all. */
export function storyOf(run: Run): string[] {
  const { status, http, fetch, removal } = run;
  const lines: string[] = [];
  if (http?.notModified) {
    return [
      'The feed’s server said that nothing has changed since the last import, so there was nothing to read.',
    ];
  }
  if (status === 'running' && fetch.waitsForHost) {
    const host = safeText(fetch.waitsForHost, 100);
    lines.push(`The feed waits for its turn: as many feeds of ${host} as may be are being read.`);
  }
  if (status === 'cancelled') {
    lines.push('The run was stopped. What it had imported stays; the next import reads the whole feed.');
  }
  if (status === 'completed' && run.totalFetched === 0)
    lines.push('The feed was read to its end and has no records.');
  if (fetch.complete === false) {
    lines.push(
      'The feed broke off. Its complete records were imported; nothing is closed on the word of half a feed.',
    );
  }
  if (fetch.comparison) lines.push(...comparisonInWords(fetch.comparison, fetch.totalFetched));
  const onlyRecords = run.meta.failedBatches === 0 && run.failedJobs > fetch.failedJobs;
  if (onlyRecords && status !== 'running') {
    lines.push(
      `No batch failed as a whole, but ${formatAmount(run.failedJobs - fetch.failedJobs, 'record')} in them did.`,
    );
  }
  if (removal?.state === 'closed') {
    lines.push(
      `${formatAmount(removal.vanishedJobs, 'posting')} that the feed has no more ${removal.vanishedJobs === 1 ? 'was' : 'were'} closed${removal.confirmedAt ? ', as someone confirmed' : ''}.`,
    );
  }
  return lines;
}

function comparisonInWords({ fullReadReason, knownRecords }: Comparison, totalFetched: number): string[] {
  if (fullReadReason) return [FULL_READ[fullReadReason]];
  if (totalFetched === 0) return [];
  if (knownRecords === 0)
    return ['Every part of the feed had changed since the last import, so all of it was read.'];
  const all = formatAmount(totalFetched, 'record');
  return [
    knownRecords >= totalFetched
      ? `All ${all} were as before and were not read again.`
      : `${formatCount(knownRecords)} of ${all} were as before and were not read again.`,
  ];
}

/** Why a run closes none of the postings that vanished from its feed, in words. */
export function heldInWords({ vanishedJobs, openBefore, limitPercent }: NonNullable<Run['removal']>): string {
  const share = openBefore > 0 ? Math.round((vanishedJobs / openBefore) * 100) : 100;
  return `The feed no longer has ${formatCount(vanishedJobs)} of the ${formatCount(openBefore)} postings that were open (${share}%). More than ${limitPercent}% at once may mean that the feed is broken, so none was closed.`;
}
