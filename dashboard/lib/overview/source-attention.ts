import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import {
  itemOfMovedFeed,
  itemOfQuality,
  itemOfShrunkFeed,
  itemOfSource,
} from '@feedflow/shared/model/attention-items';
import { inputLimits } from '@feedflow/shared/model/input-limits';
import { ofQuality } from '@feedflow/shared/model/quality-rules';
import { goneText } from '@feedflow/shared/model/removal-label';
import type { RunSummary, SourceItem } from '../api/types.ts';
import { formatShare } from '../format/number.ts';
import { capitalized, codeLabel, safeText } from '../format/text.ts';
import { failureReasons } from '../runs/failure-reasons.ts';
import { type Attention, type Facts, shownName, sizeStep, toRun, toSource } from './attention-item.ts';

/** Sources that were disabled, that fail, or whose last run is partial: the worst first. */
export function troubledSources({ sources, troubled, latest }: Facts): Attention[] {
  const runs = new Map(troubled.map((run) => [run.runId, run]));
  const found = sources.flatMap((source) => {
    const { lastRun, name } = source;
    // While the next run is running, the trouble is that of the one before it.
    const run =
      lastRun?.status === 'running' ? newestEnded(name, latest, troubled) : runs.get(lastRun?.runId ?? '');
    const trouble = troubleOf(source, run);
    return trouble ? { trouble, weight: weightOf(source) } : [];
  });
  return found.toSorted((a, b) => b.weight - a.weight).map(({ trouble }) => trouble);
}

function newestEnded(name: string, ...lists: (readonly RunSummary[])[]): RunSummary | undefined {
  const ended = lists.flatMap(
    (runs) => runs.find((run) => run.sourceName === name && run.status !== 'running') ?? [],
  );
  return ended.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))[0];
}

/** Disabled ones first, then by failures in a row; partial ones last. */
function weightOf({ enabled, failuresInARow, lastRun }: SourceItem): number {
  if (!enabled) return Number.POSITIVE_INFINITY;
  return failuresInARow * 2 + (lastRun?.status === 'failed' ? 1 : 0);
}

function troubleOf(source: SourceItem, run: RunSummary | undefined): Attention | null {
  const { enabled, disabledReason, failuresInARow, lastRun } = source;
  const name = shownName(source.name);
  const id = itemOfSource(source.name);
  if (!enabled) {
    if (!disabledReason) return null;
    const detail = safeText(disabledReason.message, 300);
    return {
      id,
      level: 'failed',
      title: `${name} was disabled`,
      detail,
      at: disabledReason.at,
      state: `disabled ${disabledReason.at}`,
      snoozeOnly: false,
      ...toSource(source.name),
    };
  }
  if (!lastRun) return null;
  const about = {
    id,
    detail: causeOf(run),
    at: lastRun.finishedAt ?? lastRun.startedAt,
    state: stateOf(source, run),
    snoozeOnly: false,
    ...toRun(lastRun.runId),
  };
  if (failuresInARow > 1)
    return { ...about, level: 'failed', title: `${name} failed ${failuresInARow} times in a row` };
  const status = lastRun.status === 'running' ? run?.status : lastRun.status;
  if (status === 'failed' || failuresInARow === 1)
    return { ...about, level: 'failed', title: `${name} failed` };
  if (status === 'partial') return { ...about, level: 'warning', title: `${name}: ${partialOutcome(run)}` };
  return null;
}

/** How its run ended and why, and how many records failed; null where the run is not among the latest. */
function stateOf({ failing }: SourceItem, run: RunSummary | undefined): string | null {
  if (!run) return null;
  const status = failing ? 'failing' : run.status;
  if (run.error) return `${status} ${run.error.code}`;
  const code = failureReasons(run.failureTotals).reasons[0]?.[0] ?? 'unknown';
  return run.status === 'partial'
    ? `${status} ${code} ${sizeStep(run.failedJobs, run.totalFetched)}`
    : `${status} ${code}`;
}

function partialOutcome(run: RunSummary | undefined): string {
  return run && run.failedJobs > 0
    ? `${countLabel(run.failedJobs)} of ${amountLabel(run.totalFetched, 'record')} failed`
    : 'import incomplete';
}

function causeOf(run: RunSummary | undefined): string | null {
  if (run?.error) return `${codeLabel(run.error.code)}: ${safeText(run.error.message, 200)}`;
  if (!run) return null;
  const { reasons } = failureReasons(run.failureTotals);
  const [most] = reasons;
  if (!most) return null;
  const reason = codeLabel(most[0]);
  const several = reasons.length > 1;
  // The title has the number.
  if (run.status === 'partial') return several ? `Mostly: ${reason.toLowerCase()}` : reason;
  return `${amountLabel(run.failedJobs, 'record')} failed${several ? ', mostly' : ''}: ${reason.toLowerCase()}`;
}

/** Sources that break a quality rule. */
export function poorSources({ sources }: Facts): Attention[] {
  return sources.flatMap(({ name, health, lastRun }) => {
    const isPartial = lastRun?.status === 'partial';
    // The item of a partial run has the failed records.
    const reasons = health.reasons.filter(
      (reason) => ofQuality(reason) && !(isPartial && reason.code === 'records-failed'),
    );
    const [first, ...others] = reasons;
    if (!first) return [];
    const details = others.map(({ message }) => capitalized(message)).join('. ');
    return {
      id: itemOfQuality(name),
      level: first.level === 'failing' ? ('failed' as const) : ('warning' as const),
      title: `${shownName(name)}: ${safeText(first.message, 200)}`,
      detail: details ? safeText(details, 300) : null,
      at: null,
      state: reasons
        .map(({ code, field }) => (field ? `${code} ${field}` : code))
        .join(', ')
        .slice(0, inputLimits.attentionStateLength),
      snoozeOnly: false,
      ...toSource(name),
    };
  });
}

/** Feeds with a permanent redirect: it is followed, but the source should get the new URL. */
export function movedSources({ sources }: Facts): Attention[] {
  return sources.flatMap(({ name, enabled, movedTo }) =>
    enabled && movedTo
      ? {
          id: itemOfMovedFeed(name),
          level: 'warning' as const,
          title: `The feed of ${shownName(name)} has moved`,
          detail: `New URL: ${safeText(movedTo, 200)}`,
          at: null,
          state: movedTo.slice(0, inputLimits.attentionStateLength),
          snoozeOnly: false,
          ...toSource(name),
        }
      : [],
  );
}

/** Feeds whose missing jobs the shrink guard keeps open until a user confirms, however long ago that was. */
export function shrunkFeeds({ sources, latest }: Facts): Attention[] {
  return sources.flatMap((source) => {
    const { name, lastRun, health } = source;
    const reason = health.reasons.find(({ code }) => code === 'feed-shrank');
    const held = latest.find(({ sourceName, removal }) => sourceName === name && removal?.state === 'held');
    // Without a reason it is that of a source that is disabled, unless a later run has replaced its decision.
    if (held?.removal && (reason || held.runId === lastRun?.runId)) return heldByRun(held, held.removal);
    return reason ? heldEarlier(source, reason.message) : [];
  });
}

function heldByRun(
  { runId, sourceName, startedAt, finishedAt }: RunSummary,
  removal: NonNullable<RunSummary['removal']>,
): Attention {
  const { vanishedJobs, excludedJobs, openBefore, limitPercent } = removal;
  const share = formatShare(vanishedJobs, openBefore);
  return {
    id: itemOfShrunkFeed(sourceName),
    level: 'warning',
    title: `The ${excludedJobs > 0 ? 'imported part of the feed' : 'feed'} of ${shownName(sourceName)} shrank by ${share}`,
    detail: `${countLabel(vanishedJobs)} of ${amountLabel(openBefore, 'job')} are ${goneText(removal, countLabel)}, more than ${limitPercent}%. They stay open until you confirm.`,
    at: finishedAt ?? startedAt,
    state: share,
    snoozeOnly: false,
    ...toRun(runId),
  };
}

/** By a run that is not among the latest: the page of the source leads to it. */
function heldEarlier({ name, lastRun }: SourceItem, message: string): Attention {
  return {
    id: itemOfShrunkFeed(name),
    level: 'warning',
    title: `The feed of ${shownName(name)} shrank`,
    detail: `${capitalized(safeText(message, 300))}.`,
    at: lastRun && (lastRun.finishedAt ?? lastRun.startedAt),
    state: null,
    snoozeOnly: false,
    ...toSource(name),
  };
}
