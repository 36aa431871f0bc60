import { parseAsString } from 'nuqs/server';
import type { SourceItem } from '../api/types.ts';

type SourceState = 'failing' | 'warning' | 'enabled' | 'paused';
type SourceSort = 'lastRun' | 'nextDue' | 'failures';

export const STATE_CHOICES: readonly { value: SourceState; label: string }[] = [
  { value: 'failing', label: 'Failing' },
  { value: 'warning', label: 'Warning' },
  { value: 'enabled', label: 'Enabled' },
  { value: 'paused', label: 'Paused' },
];

/** Without a choice the sources are in the order of their names. */
export const SORT_CHOICES: readonly { value: SourceSort; label: string }[] = [
  { value: 'lastRun', label: 'Last run first' },
  { value: 'nextDue', label: 'Next due first' },
  { value: 'failures', label: 'Most failures first' },
];

const pushed = parseAsString.withOptions({ history: 'push' });

/** Filters and order of the list as URL parameters. Plain strings, so that invalid ones can be reported. */
export const sourceListParsers = { text: pushed, state: pushed, sort: pushed };

export interface SourceListQuery {
  /** Part of a name or of a URL, in any case. */
  text: string | null;
  state: SourceState | null;
  sort: SourceSort | null;
}

/** The list described by the URL; `unknown` has its invalid values. */
export function sourceListFromUrl(url: Record<keyof SourceListQuery, string | null>): {
  query: SourceListQuery;
  unknown: string[];
} {
  const state = STATE_CHOICES.find(({ value }) => value === url.state)?.value ?? null;
  const sort = SORT_CHOICES.find(({ value }) => value === url.sort)?.value ?? null;
  const unknown = [state ? null : url.state, sort ? null : url.sort].filter((value) => value !== null);
  return { query: { text: url.text, state, sort }, unknown };
}

/** The sources that match, in order. */
export function listSources(
  sources: readonly SourceItem[],
  { text, state, sort }: SourceListQuery,
): SourceItem[] {
  const wanted = text?.toLowerCase() ?? '';
  const matches = sources.filter(
    (source) => hasState(source, state) && `${source.name}\n${source.url}`.toLowerCase().includes(wanted),
  );
  return sort ? matches.toSorted(COMPARE[sort]) : matches;
}

function hasState(source: SourceItem, state: SourceState | null): boolean {
  if (state === 'failing' || state === 'warning') return source.health.level === state;
  if (state === 'enabled') return source.enabled;
  return state === null || !source.enabled;
}

/** ISO timestamps of one length: their order is that of the times. Sources without one are last. */
const NEVER = '';
const LATEST = '9999';
const COMPARE: Record<SourceSort, (a: SourceItem, b: SourceItem) => number> = {
  lastRun: (a, b) => compare(b.lastRun?.startedAt ?? NEVER, a.lastRun?.startedAt ?? NEVER),
  nextDue: (a, b) => compare(a.nextRuns[0] ?? LATEST, b.nextRuns[0] ?? LATEST),
  failures: (a, b) => b.failuresInARow - a.failuresInARow,
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
