import { goneText } from '../model/removal-label.ts';
import type { HttpFacts, Run } from '../model/run.ts';
import { FAILURES_UNTIL_FAILING, type Source } from '../model/source.ts';
import type { AlertKind } from './alert.ts';

/** What holds of a source for as long as it does: `recovered` reports the end of others. */
export type AlertCondition = Exclude<AlertKind, 'recovered'>;

/** What the end of a run alone shows. */
type RunCondition = Exclude<AlertCondition, 'quality'>;

export type EndedRun = Pick<Run, 'runId' | 'attempt' | 'sourceName'> &
  Pick<Run, 'status' | 'error' | 'removal' | 'totalFetched' | 'totalImported'> & {
    http: Pick<HttpFacts, 'notModified'> | null;
  };

/** The conditions of a source that is not imported. */
export const TROUBLES: readonly AlertCondition[] = ['run-failed', 'source-failing', 'source-disabled'];

/** What is wrong with a source after one of its runs, as a text. */
export function conditionsAfter(
  run: EndedRun,
  source: Pick<Source, 'enabled' | 'disabledReason' | 'failuresInARow'>,
): Map<RunCondition, string> {
  const found = new Map<RunCondition, string>();
  const { sourceName: name, error, removal } = run;
  const { failuresInARow = 0, disabledReason } = source;
  const reason = error ? `: ${error.message}` : '';
  if (run.status === 'failed') found.set('run-failed', `The import of ${name} failed${reason}`);
  if (failuresInARow >= FAILURES_UNTIL_FAILING) {
    found.set('source-failing', `${failuresInARow} imports of ${name} failed one after the other${reason}`);
  }
  if (!source.enabled && disabledReason) {
    const why = disabledReason.message;
    found.set('source-disabled', `${name} is no longer imported until someone enables it again: ${why}`);
  }
  if (removal?.state === 'held') {
    const { vanishedJobs, openBefore, limitPercent } = removal;
    found.set(
      'feed-shrank',
      `${vanishedJobs} of ${openBefore} jobs of ${name} are ${goneText(removal)}, more than ${limitPercent} percent: none was closed; if the feed is correct, confirm the closing`,
    );
  }
  return found;
}

/** Which of the conditions that held before the run do no longer, and what there is to say of it. */
export function endedBy(
  run: EndedRun,
  before: readonly AlertCondition[],
  now: ReadonlyMap<RunCondition, string>,
): { ended: RunCondition[]; message: string | null } {
  const imported = run.status === 'completed' || run.status === 'partial';
  // Whether jobs vanished is known only where all of a feed was read and written: none is "not modified" while jobs are
  // held back.
  const looked = run.status === 'completed';
  const ended = before
    .filter((kind) => kind !== 'quality')
    .filter((kind) => !now.has(kind) && (kind !== 'feed-shrank' || looked));
  if (!imported || !ended.some((kind) => TROUBLES.includes(kind))) return { ended, message: null };
  const { sourceName, totalImported, totalFetched } = run;
  const what = run.http?.notModified
    ? 'its feed has not changed since it was last read'
    : `${totalImported} of ${totalFetched} records of its last run`;
  return { ended, message: `${sourceName} is imported again: ${what}` };
}
