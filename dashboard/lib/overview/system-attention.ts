import { MAX_CLOCK_SKEW_MS } from '@feedflow/shared/process/clock';
import type { RunSummary } from '../api/types.ts';
import { formatAmount, formatBytes, formatShare } from '../format/number.ts';
import { safeText } from '../format/text.ts';
import { formatDuration } from '../format/time.ts';
import { type Attention, type Facts, shownName, TO_SETTINGS, toRun } from './attention-item.ts';

/** A worker takes a run within seconds. */
const UNTAKEN_AFTER_MS = 60_000;
const REDIS_FILLING_SHARE = 0.8;
/** A large feed may take as long, with others waiting meanwhile. */
const SLOTS_TAKEN_AFTER_MS = 900_000;

export function servicesDown({ health }: Facts): Attention[] {
  const { mongodb, redis } = health?.services ?? {};
  return [
    { name: 'MongoDB', service: mongodb },
    { name: 'Redis', service: redis },
  ].flatMap(({ name, service }) =>
    service?.status === 'down'
      ? {
          id: `down-${name}`,
          level: 'failed' as const,
          title: `${name} does not answer`,
          detail: service.error ? safeText(service.error, 200) : null,
          at: null,
          ...TO_SETTINGS,
        }
      : [],
  );
}

/** No worker, no scheduler. Where Redis does not tell, runs that nobody takes do. */
export function processesAway(facts: Facts): Attention[] {
  const { processes } = facts.health ?? {};
  const since = waitingSince(facts);
  const away: Attention[] = [];
  if (processes ? processes.worker === 0 : since !== null) {
    const waiting = facts.running.length > 0 ? `${formatAmount(facts.running.length, 'run')} waiting. ` : '';
    away.push({
      id: 'no-worker',
      level: 'failed',
      title: 'No worker is running',
      detail: `${waiting}Nothing is imported until there is one: npm run start:worker`,
      at: since,
      ...TO_SETTINGS,
    });
  }
  if (processes?.scheduler === 0) {
    away.push({
      id: 'no-scheduler',
      level: 'failed',
      title: 'No scheduler is running',
      detail: 'No source is imported on schedule until there is one: npm run start:scheduler',
      at: facts.health?.lastTickAt ?? null,
      ...TO_SETTINGS,
    });
  }
  return away;
}

/** Since when all running runs wait to be taken; null where one was taken, since others then wait their turn. */
function waitingSince({ running, nowMs }: Facts): string | null {
  const [oldest] = running.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  if (!oldest || running.some(isTaken)) return null;
  return nowMs - Date.parse(oldest.startedAt) > UNTAKEN_AFTER_MS ? oldest.startedAt : null;
}

/** The clock of the API's process, which mostly is that of the other processes. */
export function clocksApart({ health }: Facts): Attention[] {
  const skewMs = (health?.clockSkewSeconds ?? 0) * 1_000;
  if (Math.abs(skewMs) <= MAX_CLOCK_SKEW_MS) return [];
  const where = skewMs > 0 ? 'ahead of' : 'behind';
  return [
    {
      id: 'clocks-apart',
      level: 'warning',
      title: `The API’s clock is ${formatDuration(Math.abs(skewMs))} ${where} MongoDB’s`,
      detail: 'Set the clocks right. A scheduler with such a clock removes nothing that is old.',
      at: null,
      ...TO_SETTINGS,
    },
  ];
}

/** A queue stays paused, whatever restarts, until someone resumes it. */
export function queuesPaused({ health }: Facts): Attention[] {
  const paused = Object.entries(health?.queues ?? {}).flatMap(([name, queue]) => (queue.paused ? name : []));
  if (paused.length === 0) return [];
  const names = paused.map((name) => `feedflow-${name}`).join(', ');
  return [
    {
      id: 'queues-paused',
      level: 'failed' as const,
      title: paused.length === 1 ? 'A queue is paused' : `${paused.length} queues are paused`,
      detail: `Workers take nothing from ${names} until whoever paused it resumes it.`,
      at: null,
      ...TO_SETTINGS,
    },
  ];
}

/** Feeds wait while no worker has had room for one for long. */
export function fetchSlotsTaken({ health, nowMs }: Facts): Attention[] {
  const { total, allTakenSince } = health?.fetchSlots ?? {};
  const waiting = health?.queues?.feeds.waiting ?? 0;
  if (!total || !allTakenSince || waiting === 0) return [];
  if (nowMs - Date.parse(allTakenSince) < SLOTS_TAKEN_AFTER_MS) return [];
  return [
    {
      id: 'fetch-slots-taken',
      level: 'warning' as const,
      title: `${formatAmount(waiting, 'feed')} ${waiting === 1 ? 'waits' : 'wait'}: as many as can be are being read`,
      detail: `The workers read ${total} at a time. Is one of them slow? More workers, or a higher FETCH_CONCURRENCY, read more.`,
      at: allTakenSince,
      ...TO_SETTINGS,
    },
  ];
}

export function redisFilling({ health }: Facts): Attention[] {
  const { usedMemoryBytes: used, maxMemoryBytes: max } = health?.redis ?? {};
  if (!used || !max || used < REDIS_FILLING_SHARE * max) return [];
  return [
    {
      id: 'redis-filling',
      level: 'warning' as const,
      title: `Redis has ${formatShare(used, max)} of its memory in use`,
      detail: `${formatBytes(used)} of ${formatBytes(max)}. At its limit no run can be started.`,
      at: null,
      ...TO_SETTINGS,
    },
  ];
}

export function stalledRuns({ running, stalled }: Facts): Attention[] {
  return running.flatMap((run) => {
    const sinceMs = stalled.get(run.runId);
    if (sinceMs === undefined || !isTaken(run)) return [];
    return {
      id: `stalled-${run.runId}`,
      level: 'warning' as const,
      title: `${shownName(run.sourceName)} has stalled`,
      detail: 'Its run makes no progress.',
      at: new Date(sinceMs).toISOString(),
      ...toRun(run.runId),
    };
  });
}

/** Whether a worker has begun with it. */
function isTaken(run: RunSummary): boolean {
  return run.meta.concurrency > 0;
}
