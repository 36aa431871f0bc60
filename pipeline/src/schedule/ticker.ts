import type { Clock } from '@feedflow/shared/clock';
import { errorMessage } from '@feedflow/shared/errors';
import { floorToMinute, nextRuns } from '@feedflow/shared/schedule';
import type { Source } from '@feedflow/shared/source';
import { Cron } from 'croner';
import { type TickDeps, tick } from './tick.ts';

/** A source with an interval is looked at every minute; whether it is due, its last start decides. */
const EVERY_MINUTE = '* * * * *';

export interface Ticker {
  /** Reads the sources again and starts, changes or stops their timers accordingly. */
  refresh(): Promise<void>;
  /** When a source is due next, soonest first. */
  nextRuns(name: string, count: number): Date[];
  /** Stops all timers and waits for ticks under way. */
  close(): Promise<void>;
}

/**
 * Runs one croner timer per enabled source and re-reads the sources now and then, so that a changed
 * schedule takes effect without a restart.
 */
export function createTicker(
  deps: TickDeps & { clock: Clock },
  options: { defaultIntervalMinutes: number; refreshSeconds: number },
): Ticker {
  const timers = new Map<string, { cron: Cron; schedule: string }>();
  const underWay = new Set<Promise<unknown>>();
  let sources = new Map<string, Source>();

  async function onTick(name: string): Promise<void> {
    const source = sources.get(name);
    if (!source?.enabled) return;
    try {
      await tick(deps, source, floorToMinute(deps.clock()), options);
    } catch (error) {
      deps.log.error({ source: name, reason: errorMessage(error) }, 'a scheduled run could not be started');
    }
  }

  function track(work: Promise<void>): void {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  }

  function arrange(source: Source): void {
    const pattern = source.schedule ?? EVERY_MINUTE;
    const schedule = `${pattern} ${source.timezone}`;
    const timer = timers.get(source.name);
    if (timer?.schedule === schedule) return;
    timer?.cron.stop();
    const cron = new Cron(pattern, { timezone: source.timezone, mode: '5-part' }, () =>
      track(onTick(source.name)),
    );
    timers.set(source.name, { cron, schedule });
    const [next] = nextRuns(source, deps.clock(), 1, options.defaultIntervalMinutes);
    deps.log.info({ source: source.name, schedule: source.schedule ?? 'interval', next }, 'scheduled');
  }

  async function refresh(): Promise<void> {
    const listed = await deps.sources.list();
    sources = new Map(listed.map((source) => [source.name, source]));
    for (const [name, timer] of timers) {
      if (sources.get(name)?.enabled) continue;
      timer.cron.stop();
      timers.delete(name);
    }
    for (const source of listed) {
      if (!source.enabled) continue;
      try {
        arrange(source);
      } catch (error) {
        deps.log.error({ source: source.name, reason: errorMessage(error) }, 'its schedule cannot be read');
      }
    }
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
    nextRuns: (name, count) => {
      const source = sources.get(name);
      return source ? nextRuns(source, deps.clock(), count, options.defaultIntervalMinutes) : [];
    },
    close: async () => {
      refresher.stop();
      for (const timer of timers.values()) timer.cron.stop();
      timers.clear();
      await Promise.all(underWay);
    },
  };
}
