import { errorMessage } from '@feedflow/shared/errors';
import { dueAfter, floorToMinute, nextRuns } from '@feedflow/shared/model/schedule';
import type { Source } from '@feedflow/shared/model/source';
import type { RunDeps } from '@feedflow/shared/run/deps';
import { Cron } from 'croner';
import { type TickOptions, tick } from './tick.ts';

/** Sleeping no longer than this, the ticker notices within a second that its clock was corrected. */
const MAX_SLEEP_MS = 1_000;

export interface TickerOptions extends TickOptions {
  refreshSeconds: number;
}

export interface Ticker {
  /** Reads the sources again and changes what is due when accordingly. Forgets ticks that a wrong clock took. */
  refresh(): Promise<void>;
  /** Takes every tick that is due by now. Called by the ticker's own timer. */
  takeDue(): Promise<void>;
  /** When a source is due next, soonest first. */
  nextRuns(name: string, count: number): Date[];
  /** Stops all timers and waits for ticks under way. */
  close(): Promise<void>;
}

/**
 * Keeps the next due time of every enabled source and starts it then, by the database's clock rather than by
 * timers that follow the process' own, so that all schedulers agree on each tick. Re-reads the sources now and then, so that a changed schedule takes
 * effect without a restart.
 */
export function createTicker(deps: RunDeps, options: TickerOptions): Ticker {
  const due = new Map<string, { at: Date | null; schedule: string }>();
  const underWay = new Set<Promise<unknown>>();
  let sources = new Map<string, Source>();

  async function onTick(name: string, tickAt: Date): Promise<void> {
    const source = sources.get(name);
    if (!source?.enabled) return;
    try {
      await tick(deps, source, tickAt, options);
    } catch (error) {
      deps.log.error({ source: name, reason: errorMessage(error) }, 'a scheduled run could not be started');
    }
  }

  function track(work: Promise<void>): void {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  }

  async function takeDue(): Promise<void> {
    const now = deps.clock();
    const taken: Promise<void>[] = [];
    for (const [name, entry] of due) {
      const source = sources.get(name);
      if (!source || entry.at === null || entry.at > now) continue;
      // A tick taken late counts for its own time; an interval goes on from the moment it is taken.
      const tickAt = source.schedule ? entry.at : floorToMinute(now);
      entry.at = dueNext(source, now);
      taken.push(onTick(name, tickAt));
    }
    await Promise.all(taken);
  }

  function arrange(source: Source): void {
    const schedule = `${source.schedule ?? 'interval'} ${source.timezone}`;
    const next = dueNext(source, deps.clock());
    const known = due.get(source.name);
    if (known?.schedule === schedule) {
      // Later than the next due time only where the clock was ahead when it was computed.
      if (known.at === null || (next !== null && known.at > next)) known.at = next;
      return;
    }
    due.set(source.name, { at: next, schedule });
    const [start] = nextRuns(source, deps.clock(), 1, options.defaultIntervalMinutes);
    deps.log.info({ source: source.name, schedule: source.schedule ?? 'interval', next: start }, 'scheduled');
  }

  async function refresh(): Promise<void> {
    await forgetFutureTicks();
    const listed = await deps.database.sources.list();
    sources = new Map(listed.map((source) => [source.name, source]));
    for (const name of due.keys()) if (!sources.get(name)?.enabled) due.delete(name);
    for (const source of listed) {
      if (!source.enabled) continue;
      try {
        arrange(source);
      } catch (error) {
        due.delete(source.name);
        deps.log.error({ source: source.name, reason: errorMessage(error) }, 'its schedule cannot be read');
      }
    }
  }

  async function forgetFutureTicks(): Promise<void> {
    for (const { name, lastTickAt } of await deps.database.sources.forgetFutureTicks()) {
      deps.log.warn(
        { source: name, lastTickAt },
        'its last tick lay in the future and was forgotten: the clock of a scheduler was wrong',
      );
    }
  }

  let timer = sleepUntilDue();
  function sleepUntilDue(): NodeJS.Timeout {
    const nowMs = deps.clock().getTime();
    const waitsMs = [...due.values()].map(({ at }) => (at?.getTime() ?? Number.POSITIVE_INFINITY) - nowMs);
    return setTimeout(
      () => {
        track(takeDue());
        timer = sleepUntilDue();
      },
      Math.max(1, Math.min(MAX_SLEEP_MS, ...waitsMs)),
    );
  }

  const refresher = new Cron(`*/${options.refreshSeconds} * * * * *`, { protect: true }, () => {
    const work = refresh().catch((error: unknown) => {
      deps.log.warn({ reason: errorMessage(error) }, 'the sources could not be read again');
    });
    track(work);
    return work;
  });

  return {
    refresh,
    takeDue,
    nextRuns: (name, count) => {
      const source = sources.get(name);
      return source ? nextRuns(source, deps.clock(), count, options.defaultIntervalMinutes) : [];
    },
    close: async () => {
      refresher.stop();
      clearTimeout(timer);
      due.clear();
      await Promise.all(underWay);
    },
  };
}

/**
 * When a source's tick comes next after `now`. One with an interval is looked at every minute; whether it is due,
 * its last start decides.
 */
function dueNext({ name, timezone, enabled, schedule }: Source, now: Date): Date | null {
  return dueAfter({ name, timezone, enabled, schedule }, now, 1, 1)[0] ?? null;
}
