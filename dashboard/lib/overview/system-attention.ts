import { amountLabel } from '@feedflow/shared/model/amount-label';
import { MAX_CLOCK_SKEW_MS } from '@feedflow/shared/process/clock';
import type { RunSummary } from '../api/types.ts';
import { formatBytes, formatShare } from '../format/number.ts';
import { safeText } from '../format/text.ts';
import { formatDuration } from '../format/time.ts';
import { type Attention, type Facts, shownName, TO_SYSTEM, toRun } from './attention-item.ts';
import { progressOf } from './watch-progress.ts';

/** A worker normally starts a run within seconds. */
const NOT_STARTED_AFTER_MS = 60_000;
const REDIS_FILLING_SHARE = 0.8;
/** A large feed may take that long while others wait. */
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
          title: `${name} is unreachable`,
          detail: service.error ? safeText(service.error, 200) : null,
          at: null,
          state: 'down',
          snoozeOnly: true,
          ...TO_SYSTEM,
        }
      : [],
  );
}

/** No worker or no scheduler. If the processes are unknown, runs that no worker starts indicate it. */
export function missingProcesses(facts: Facts): Attention[] {
  const { processes } = facts.health ?? {};
  const since = waitingSince(facts);
  const missing: Attention[] = [];
  if (processes ? processes.worker === 0 : since !== null) {
    const waiting = facts.running.length > 0 ? `${amountLabel(facts.running.length, 'run')} waiting. ` : '';
    missing.push({
      id: 'no-worker',
      level: 'failed',
      title: 'No worker is running',
      detail: `${waiting}Nothing is imported. Start a worker: npm run start:worker`,
      at: since,
      state: 'none',
      snoozeOnly: true,
      ...TO_SYSTEM,
    });
  }
  if (processes?.scheduler === 0) {
    missing.push({
      id: 'no-scheduler',
      level: 'failed',
      title: 'No scheduler is running',
      detail: 'No scheduled runs start. Start a scheduler: npm run start:scheduler',
      at: facts.health?.lastTickAt ?? null,
      state: `since ${facts.health?.lastTickAt ?? 'the start'}`,
      snoozeOnly: false,
      ...TO_SYSTEM,
    });
  }
  return missing;
}

/** Since when all running runs wait for a worker; null if a worker has started one: the others wait in the queue. */
function waitingSince({ running, nowMs }: Facts): string | null {
  const [oldest] = running.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  if (!oldest || running.some(isStarted)) return null;
  return nowMs - Date.parse(oldest.startedAt) > NOT_STARTED_AFTER_MS ? oldest.startedAt : null;
}

/** The clock of the API's host, usually that of the other processes too. */
export function clocksApart({ health }: Facts): Attention[] {
  const skewMs = (health?.clockSkewSeconds ?? 0) * 1_000;
  if (Math.abs(skewMs) <= MAX_CLOCK_SKEW_MS) return [];
  const where = skewMs > 0 ? 'ahead of' : 'behind';
  return [
    {
      id: 'clocks-apart',
      level: 'warning',
      title: `The API’s clock is ${formatDuration(Math.abs(skewMs))} ${where} MongoDB’s`,
      detail: 'Synchronize the clocks. Until then the scheduler deletes no expired data.',
      at: null,
      state: where,
      snoozeOnly: true,
      ...TO_SYSTEM,
    },
  ];
}

/** A queue stays paused across restarts until it is resumed. */
export function queuesPaused({ health }: Facts): Attention[] {
  const paused = Object.entries(health?.queues ?? {}).flatMap(([name, queue]) => (queue.paused ? name : []));
  if (paused.length === 0) return [];
  const names = paused.map((name) => `feedflow-${name}`).join(', ');
  return [
    {
      id: 'queues-paused',
      level: 'failed' as const,
      title: paused.length === 1 ? 'A queue is paused' : `${paused.length} queues are paused`,
      detail: `Workers process nothing from ${names} until ${paused.length === 1 ? 'it is' : 'they are'} resumed.`,
      at: null,
      state: names,
      snoozeOnly: true,
      ...TO_SYSTEM,
    },
  ];
}

/** Feeds are waiting and all feed slots have been in use for long. */
export function fetchSlotsTaken({ health, nowMs }: Facts): Attention[] {
  const { total, allTakenSince } = health?.fetchSlots ?? {};
  const waiting = health?.queues?.feeds.waiting ?? 0;
  if (!total || !allTakenSince || waiting === 0) return [];
  if (nowMs - Date.parse(allTakenSince) < SLOTS_TAKEN_AFTER_MS) return [];
  return [
    {
      id: 'fetch-slots-taken',
      level: 'warning' as const,
      title: `${amountLabel(waiting, 'feed')} waiting: all feed slots are in use`,
      detail: `The workers read ${amountLabel(total, 'feed')} at a time. Check for slow feeds, add workers or raise FETCH_CONCURRENCY.`,
      at: allTakenSince,
      state: `since ${allTakenSince}`,
      snoozeOnly: false,
      ...TO_SYSTEM,
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
      title: `Redis memory is ${formatShare(used, max)} full`,
      detail: `${formatBytes(used)} of ${formatBytes(max)} used. At the limit no run can start.`,
      at: null,
      // Each further tenth is worse.
      state: `${Math.floor((used / max) * 10) * 10}%`,
      snoozeOnly: true,
      ...TO_SYSTEM,
    },
  ];
}

export function stalledRuns({ running, stalled }: Facts): Attention[] {
  return running.flatMap((run) => {
    const sinceMs = stalled.get(run.runId);
    if (sinceMs === undefined || !isStarted(run)) return [];
    return {
      id: `stalled-${run.runId}`,
      level: 'warning' as const,
      title: `${shownName(run.sourceName)} has stalled`,
      detail: 'The run makes no progress.',
      at: new Date(sinceMs).toISOString(),
      state: progressOf(run),
      snoozeOnly: false,
      ...toRun(run.runId),
    };
  });
}

/** Whether a worker has started it. */
function isStarted(run: RunSummary): boolean {
  return run.meta.concurrency > 0;
}
