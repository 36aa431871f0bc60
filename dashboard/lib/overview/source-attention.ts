import type { RunSummary, SourceItem } from '../api/types.ts';
import { formatAmount, formatCount, formatShare } from '../format/number.ts';
import { codeInWords, safeText } from '../format/text.ts';
import { type Attention, type Facts, shownName, TO_SOURCES, toRun } from './attention-item.ts';

/** Sources that were disabled, that fail, or that were imported in part: the worst first. */
export function troubledSources({ sources, troubled }: Facts): Attention[] {
  const runs = new Map(troubled.map((run) => [run.runId, run]));
  const found = sources.flatMap((source) => {
    const trouble = troubleOf(source, source.lastRun ? runs.get(source.lastRun.runId) : undefined);
    return trouble ? { trouble, weight: weightOf(source) } : [];
  });
  return found.toSorted((a, b) => b.weight - a.weight).map(({ trouble }) => trouble);
}

/** Disabled ones first, then by failures in a row; partial ones last. */
function weightOf({ enabled, failuresInARow, lastRun }: SourceItem): number {
  if (!enabled) return Number.POSITIVE_INFINITY;
  return failuresInARow * 2 + (lastRun?.status === 'failed' ? 1 : 0);
}

function troubleOf(source: SourceItem, run: RunSummary | undefined): Attention | null {
  const { enabled, disabledReason, failuresInARow, lastRun } = source;
  const name = shownName(source.name);
  const id = `source-${source.name}`;
  if (!enabled) {
    if (!disabledReason) return null;
    const detail = safeText(disabledReason.message, 300);
    return {
      id,
      level: 'failed',
      title: `${name} was disabled`,
      detail,
      at: disabledReason.at,
      ...TO_SOURCES,
    };
  }
  if (!lastRun) return null;
  const about = {
    id,
    detail: whatWentWrong(run),
    at: lastRun.finishedAt ?? lastRun.startedAt,
    ...toRun(lastRun.runId),
  };
  if (failuresInARow > 1)
    return { ...about, level: 'failed', title: `${name} failed ${failuresInARow} times in a row` };
  if (lastRun.status === 'failed') return { ...about, level: 'failed', title: `${name} failed` };
  if (lastRun.status === 'partial')
    return { ...about, level: 'warning', title: `${name} was imported in part` };
  return null;
}

function whatWentWrong(run: RunSummary | undefined): string | null {
  if (run?.error) return `${codeInWords(run.error.code)}: ${safeText(run.error.message, 200)}`;
  const reasons = Object.entries(run?.failureTotals ?? {}).toSorted(([, a], [, b]) => b - a);
  const [most] = reasons;
  if (!run || !most) return null;
  const share = reasons.length > 1 ? ', most of them' : '';
  return `${formatAmount(run.failedJobs, 'record')} failed${share}: ${codeInWords(most[0]).toLowerCase()}`;
}

/** Feeds of which the server says that they moved for good: followed, and better asked where they are. */
export function movedSources({ sources }: Facts): Attention[] {
  return sources.flatMap(({ name, enabled, movedTo }) =>
    enabled && movedTo
      ? {
          id: `moved-${name}`,
          level: 'warning' as const,
          title: `The feed of ${shownName(name)} has moved`,
          detail: `Its server says to ask ${safeText(movedTo, 200)}`,
          at: null,
          ...TO_SOURCES,
        }
      : [],
  );
}

/** Feeds of which so much was gone that the jobs are kept open until somebody says that it is right. */
export function shrunkFeeds({ sources, latest }: Facts): Attention[] {
  const lastRuns = new Set(sources.map(({ lastRun }) => lastRun?.runId));
  return latest.flatMap(({ runId, sourceName, removal, startedAt, finishedAt }) => {
    // What an earlier run held back, a later one has looked at again.
    if (removal?.state !== 'held' || !lastRuns.has(runId)) return [];
    const { vanishedJobs, openBefore, limitPercent } = removal;
    const share = formatShare(vanishedJobs, openBefore);
    return {
      id: `shrunk-${sourceName}`,
      level: 'warning' as const,
      title: `The feed of ${shownName(sourceName)} shrank by ${share}`,
      detail: `${formatAmount(vanishedJobs, 'job')} of ${formatCount(openBefore)} are gone from it, more than ${limitPercent}%: kept open until it is confirmed`,
      at: finishedAt ?? startedAt,
      ...toRun(runId),
    };
  });
}
