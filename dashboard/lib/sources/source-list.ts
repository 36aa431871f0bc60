import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import type { SourceItem } from '../api/types.ts';

const STATES = ['failing', 'warning', 'enabled', 'paused'] as const;
const SORTS = ['lastRun', 'nextDue', 'failures'] as const;
type SourceState = (typeof STATES)[number];
type SourceSort = (typeof SORTS)[number];

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

const push = { history: 'push' } as const;

/** Filters and order of the list as URL parameters. */
export const sourceListParsers = {
  text: parseAsString.withOptions(push),
  state: parseAsStringLiteral(STATES).withOptions(push),
  sort: parseAsStringLiteral(SORTS).withOptions(push),
};

export interface SourceListQuery {
  /** Part of a name or of a URL, in any case. */
  text: string | null;
  state: SourceState | null;
  sort: SourceSort | null;
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
