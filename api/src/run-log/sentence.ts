import { shortened, withoutControls } from '@feedflow/shared/errors';
import { amountLabel } from '@feedflow/shared/model/amount-label';
import { durationLabel } from '@feedflow/shared/model/duration-label';
import type { Run, StepRetry } from '@feedflow/shared/model/run';
import type { RunLogSeverity } from '@feedflow/shared/model/run-log';
import { warningCatalog } from '@feedflow/shared/model/warnings';
import type { Actor } from './actor.ts';
import type { RunLogFact } from './facts.ts';

const MAX_TEXT_LENGTH = 300;
const SHOWN_WARNINGS = 5;

const TRIGGERS = { schedule: 'its schedule', manual: 'a request', rerun: 'a re-run' } as const;
const STATUS_SEVERITIES: Record<Run['status'], RunLogSeverity> = {
  running: 'info',
  completed: 'info',
  partial: 'warning',
  failed: 'error',
  cancelled: 'warning',
};

/** The sentence of an entry, and how serious it is. The only place where entries get their words. */
export function describeFact(fact: RunLogFact): { severity: RunLogSeverity; message: string } {
  switch (fact.kind) {
    case 'run-started':
      return info(`Run started by ${TRIGGERS[fact.trigger]}${by(fact.actor)}.`);
    case 'rerun-started':
      return info(`Re-run of failed batches started${by(fact.actor)}.`);
    case 'rescue-started':
      return warning('The steps of the run were missing from Redis: it started again (rescue).');
    case 'host-wait':
      return info(`Waiting: the limit of feeds read from ${text(fact.host)} at a time is reached.`);
    case 'fetch-started':
      return info(
        fact.fetchAttempt === 1
          ? `Requesting the feed from ${text(fact.host)}.`
          : `Requesting the feed from ${text(fact.host)} (fetch attempt ${fact.fetchAttempt}).`,
      );
    case 'redirected':
      return info(`Redirected to ${text(fact.url)}.`);
    case 'response-received':
      return describeResponse(fact);
    case 'first-record':
      return info(`First record after ${duration(fact.afterMs)}.`);
    case 'fetch-retry':
      return warning(`Reading the feed failed (${executionOf(fact.retry)}): ${failureOf(fact.retry)}`);
    case 'fetch-interrupted':
      return warning(
        `The worker stopped${afterRecords(fact.totalFetched)}: the feed is read again by another fetch attempt.`,
      );
    case 'fetch-failed':
      return error(
        `Reading the feed failed: ${sentence(fact.error.message)}${fact.countsEarlier ? ' The run has what an earlier fetch attempt read.' : ''}`,
      );
    case 'feed-read':
      return describeReading(fact);
    case 'batch-retry':
      return warning(
        `Batch ${fact.batchIndex} failed (${executionOf(fact.retry)}): ${failureOf(fact.retry)}`,
      );
    case 'batch-failed':
      return error(
        `Batch ${fact.batchIndex} with ${amountLabel(fact.records, 'record')} failed: ${sentence(fact.error.message)}`,
      );
    case 'cancel-requested':
      return warning(`Cancellation requested${by(fact.actor)}.`);
    case 'jobs-closed':
      return info(`${amountLabel(fact.jobs, 'job')} closed: ${fact.gone}.`);
    case 'jobs-held':
      return warning(
        `${amountLabel(fact.jobs, 'closure')} held back: more than ${fact.limitPercent}% of ${amountLabel(fact.openBefore, 'open job')} would be closed.`,
      );
    case 'removal-confirmed':
      return info(
        `${amountLabel(fact.jobs, 'job')} closed that had been held back, confirmed${by(fact.actor)}.`,
      );
    case 'attempt-ended':
      return {
        severity: STATUS_SEVERITIES[fact.status],
        message: `Attempt ${fact.attempt} ended: ${fact.status}.`,
      };
    case 'run-ended':
      return describeEnd(fact);
    case 'alert-refused':
      return warning(
        `The mail server refused ${fact.recipient}, a recipient of alerts: ${sentence(fact.reason)}`,
      );
    case 'entries-omitted':
      return info(`${amountLabel(fact.entries, 'entry', 'entries')} left out here.`);
  }
}

function afterRecords(records: number | null): string {
  return records === null ? '' : ` after ${amountLabel(records, 'record')}`;
}

function describeResponse({ status, notModified, afterMs }: RunLogFact & { kind: 'response-received' }) {
  const after = `after ${duration(afterMs)}`;
  if (notModified) return info(`HTTP 304 ${after}: the feed has not changed since the last import.`);
  const message = `HTTP ${status ?? 'response'} ${after}.`;
  return status !== null && status >= 400 ? warning(message) : info(message);
}

function describeReading(fact: RunLogFact & { kind: 'feed-read' }) {
  const { records, batches, skippedBy, missingOnce, cut, complete } = fact;
  const inBatches = batches === null ? '' : ` in ${amountLabel(batches, 'batch', 'batches')}`;
  const skips = skippedBy.map(
    ({ condition, count }) => `; ${amountLabel(count, 'record')} skipped by ${text(condition)}`,
  );
  const read = `${amountLabel(records, 'record')}${inBatches}${skips.join('')}`;
  const one = missingOnce === 1;
  const missing =
    missingOnce === 0
      ? ''
      : ` ${amountLabel(missingOnce, 'open job')} ${one ? 'is' : 'are'} missing for the first time: ${one ? 'it is' : 'they are'} closed if the next import does not have ${one ? 'it' : 'them'} either.`;
  if (complete) return info(`Feed read to its end: ${read}.${missing}`);
  return warning(`Feed read in part: ${read}${cut ? `; ${sentence(cut.message)}` : '.'}`);
}

function describeEnd({ status, error: failure, warnings }: RunLogFact & { kind: 'run-ended' }) {
  const labels = warnings.map(({ code }) => warningCatalog[code]?.label ?? code);
  const more = labels.length > SHOWN_WARNINGS ? ` and ${labels.length - SHOWN_WARNINGS} more` : '';
  const list = labels.slice(0, SHOWN_WARNINGS).join(', ');
  const withWarnings = list ? ` with ${amountLabel(labels.length, 'warning')}: ${list}${more}` : '';
  const reason = failure ? ` ${sentence(`The reason: ${failure.message}`)}` : '';
  const hasWarnings = status === 'completed' && labels.length > 0;
  return {
    severity: hasWarnings ? ('warning' as const) : STATUS_SEVERITIES[status],
    message: `Run ${status}${withWarnings}.${reason}`,
  };
}

function info(message: string) {
  return { severity: 'info' as const, message };
}

function warning(message: string) {
  return { severity: 'warning' as const, message };
}

function error(message: string) {
  return { severity: 'error' as const, message };
}

function executionOf({ execution, maxExecutions }: StepRetry): string {
  return `attempt ${execution} of ${maxExecutions}`;
}

function failureOf({ error: failure, withinMs }: StepRetry): string {
  return `${sentence(failure.message)} The next attempt begins within ${duration(withinMs)}.`;
}

function by(actor: Actor | null): string {
  if (actor === null) return '';
  return ` by ${text(actor.name)}${actor.reason ? `, reason: ${text(actor.reason)}` : ''}`;
}

/** A text that may come from a feed's server, on one line. */
function text(value: string): string {
  return shortened(withoutControls(value.slice(0, MAX_TEXT_LENGTH + 1)), MAX_TEXT_LENGTH).replaceAll(
    /[\t\r\n]/g,
    ' ',
  );
}

function sentence(value: string): string {
  const shown = text(value);
  return /[.!?…]$/.test(shown) ? shown : `${shown}.`;
}

function duration(ms: number): string {
  // In a sentence, whole seconds are enough.
  return durationLabel(ms).replace(/\.0 s$/, ' s');
}
