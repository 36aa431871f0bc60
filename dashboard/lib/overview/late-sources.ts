import { amountLabel } from '@feedflow/shared/model/amount-label';
import { overdueSince } from '@feedflow/shared/model/schedule';
import type { SourceItem } from '../api/types.ts';
import { type Attention, type Facts, namesLabel, shownName, TO_SOURCES } from './attention-item.ts';

/** The scheduler checks every minute. */
const LATE_AFTER_MS = 3 * 60_000;

/** Sources that were due and not started, as one item: one scheduler starts them all. */
export function lateSources({ sources, nowMs, health }: Facts): Attention[] {
  // Another item reports a missing scheduler.
  if (health?.processes?.scheduler === 0) return [];
  const late = sources
    .flatMap((source) => {
      const dueMs = overdueSinceMs(source, nowMs);
      return dueMs === null ? [] : { name: source.name, dueMs };
    })
    .toSorted((a, b) => a.dueMs - b.dueMs);
  const [first] = late;
  const last = late.at(-1);
  if (!first || !last) return [];
  const title =
    late.length === 1
      ? `${shownName(first.name)} is late`
      : `${amountLabel(late.length, 'source')} are late: ${namesLabel(late.map(({ name }) => name))}`;
  return [
    {
      id: 'late',
      level: 'warning',
      title,
      detail: `Scheduled ${late.length === 1 ? 'run' : 'runs'} did not start. Check the scheduler.`,
      at: new Date(first.dueMs).toISOString(),
      state: `${late.length} ${new Date(first.dueMs).toISOString()} ${new Date(last.dueMs).toISOString()}`,
      snoozeOnly: false,
      ...TO_SOURCES,
    },
  ];
}

/** Since when a source is overdue, in ms since 1970; null if it is not late. */
function overdueSinceMs(source: SourceItem, nowMs: number): number | null {
  const { name, enabled, timezone, schedule, intervalMinutes, lastTickAt, lastRun } = source;
  const scheduled = {
    name,
    enabled,
    timezone,
    schedule: schedule ?? undefined,
    intervalMinutes: intervalMinutes ?? undefined,
    lastTickAt: lastTickAt === null ? null : new Date(lastTickAt),
    lastRun: lastRun && { ...lastRun, startedAt: new Date(lastRun.startedAt), finishedAt: null },
    createdAt: new Date(source.createdAt),
    updatedAt: new Date(source.updatedAt),
  };
  try {
    const dueMs = overdueSince(scheduled, new Date(nowMs), intervalMinutes ?? 60)?.getTime() ?? nowMs;
    return nowMs - dueMs > LATE_AFTER_MS ? dueMs : null;
  } catch {
    // The source form reports an invalid cron expression.
    return null;
  }
}
