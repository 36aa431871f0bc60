import type { Clock } from '@feedflow/shared/clock';
import type { Sources } from '@feedflow/shared/mongo/sources';
import { nextRuns } from '@feedflow/shared/schedule';
import type { Source, SourceView } from '@feedflow/shared/source';
import type Router from '@koa/router';

const NEXT_RUNS = 3;

/** GET /api/sources: the known feeds, how their last run went, and when each is due next. */
export function sourceRoutes(
  router: Router,
  deps: { sources: Sources; clock: Clock },
  options: { defaultIntervalMinutes: number },
): void {
  router.get('/api/sources', async (ctx) => {
    const now = deps.clock();
    const sources = await deps.sources.list();
    ctx.body = { items: sources.map((source) => toView(source, now, options.defaultIntervalMinutes)) };
  });
}

/** Names what is answered, so that what is added to a source later stays private until it is named here. */
function toView(source: Source, now: Date, defaultIntervalMinutes: number): SourceView {
  return {
    name: source.name,
    url: source.url,
    schedule: source.schedule ?? null,
    intervalMinutes: source.schedule ? null : (source.intervalMinutes ?? defaultIntervalMinutes),
    timezone: source.timezone,
    enabled: source.enabled,
    dialect: source.dialect ?? null,
    lastRun: source.lastRun,
    skippedTicks: source.skippedTicks,
    lastSkippedTick: source.lastSkippedTick,
    nextRuns: nextRuns(source, now, NEXT_RUNS, defaultIntervalMinutes),
  };
}
