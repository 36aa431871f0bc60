import { mapCounters } from '@feedflow/shared/model/counters';
import type { RunEvent } from '@feedflow/shared/model/run-event';
import type { RunList } from '../api/merge-newest.ts';
import type { Run, RunSummary } from '../api/types.ts';

/**
 * Applies the values in an event to a run. Events may be repeated or late, so nothing is summed up: a number only
 * replaces an older one, progress only grows, and only a running run changes. The next read brings everything
 * else. A run with details is not ended by an event, which has only a part of them. Returns the same object if nothing
 * changed.
 */
export function applyToRun<Shown extends RunSummary>(run: Shown, event: RunEvent): Shown {
  if (event.runId !== run.runId || run.status !== 'running' || event.at < run.startedAt) return run;
  switch (event.type) {
    case 'run.progress': {
      const totalFetched = Math.max(run.totalFetched, event.totalFetched);
      const totalBatches = event.fetchDone ? event.enqueuedBatches : run.meta.totalBatches;
      const rereadRecords = event.rereadRecords ?? null;
      const isSame =
        totalFetched === run.totalFetched &&
        totalBatches === run.meta.totalBatches &&
        rereadRecords === (run.meta.rereadRecords ?? null);
      if (isSame) return run;
      const meta = { ...run.meta, totalBatches, rereadRecords };
      return { ...run, ...fetchOf(run, totalFetched), totalFetched, meta };
    }
    case 'run.finished':
      if ('fetch' in run) return run;
      return {
        ...run,
        ...mapCounters(({ key }) => event[key]),
        status: event.status,
        finishedAt: event.at,
        meta: { ...run.meta, durationMs: event.durationMs },
      };
    case 'run.started':
    case 'batch.finished':
      return run;
  }
}

/** The same for a loaded list; returns the same list if none of its runs changed. */
export function applyToList(list: RunList, event: RunEvent): RunList {
  let changed = false;
  const pages = list.pages.map((page) => {
    const items = page.items.map((run) => applyToRun(run, event));
    if (items.every((run, index) => run === page.items[index])) return page;
    changed = true;
    return { ...page, items };
  });
  return changed ? { ...list, pages } : list;
}

/** The fetch part, which only a run with details has: the tree shows it beside the total. */
function fetchOf(run: RunSummary | Run, totalFetched: number) {
  return 'fetch' in run ? { fetch: { ...run.fetch, totalFetched } } : {};
}
