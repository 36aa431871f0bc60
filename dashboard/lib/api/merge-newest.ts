import type { InfiniteData } from '@tanstack/react-query';
import type { RunPage } from './types.ts';

export type RunList = InfiniteData<RunPage, string | null>;

/**
 * A loaded list brought up to date by re-reading only its first page, however many pages were loaded: what
 * the fresh page covers is taken from it, what is older stays. Where the two do not meet (more new runs than
 * one page holds) the list starts over, since a gap would hide runs.
 */
export function mergeNewest(list: RunList | undefined, fresh: RunPage): RunList {
  const startOver: RunList = { pages: [fresh], pageParams: [null] };
  if (!list || fresh.nextCursor === null) return startOver;
  const freshIds = new Set(fresh.items.map((run) => run.runId));
  const known = list.pages.flatMap((page) => page.items.map((run) => run.runId));
  const meetsAt = known.findLastIndex((runId) => freshIds.has(runId));
  if (meetsAt === -1) return startOver;
  const older = new Set(known.slice(meetsAt + 1));
  const pages = list.pages.map((page, index) => {
    const kept = page.items.filter((run) => older.has(run.runId));
    return { ...page, items: index === 0 ? [...fresh.items, ...kept] : kept };
  });
  // Nothing older was loaded: the fresh page's own cursor continues after its last run.
  if (older.size === 0) return startOver;
  return { ...list, pages };
}

/** A loaded list with the runs of `fresh` updated; their positions stay, and no run is added. */
export function updateKnown(list: RunList | undefined, fresh: RunPage): RunList {
  if (!list) return { pages: [fresh], pageParams: [null] };
  const byId = new Map(fresh.items.map((run) => [run.runId, run]));
  const pages = list.pages.map((page) => ({
    ...page,
    items: page.items.map((run) => byId.get(run.runId) ?? run),
  }));
  return { ...list, pages };
}
