import { parseAsString } from 'nuqs/server';
import type { RunFilters } from './api/queries.ts';
import { momentMs } from './charts/moment.ts';
import { RUN_STATUSES } from './statuses.ts';

/** The spans a list can be narrowed to, back from now, by what stands for them in the URL. */
export const RANGES: readonly { value: string; label: string }[] = [
  { value: '15m', label: 'Last 15 minutes' },
  { value: '1h', label: 'Last hour' },
  { value: '6h', label: 'Last 6 hours' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
];

/** The list's filters as they stand in the URL. Kept as plain strings so that a wrong one can be told. */
export const runFilterParsers = {
  status: parseAsString.withOptions({ history: 'push' }),
  source: parseAsString.withOptions({ history: 'push' }),
  range: parseAsString.withOptions({ history: 'push' }),
  from: parseAsString.withOptions({ history: 'push' }),
  to: parseAsString.withOptions({ history: 'push' }),
};

export const NO_FILTERS: RunFilters = { status: null, source: null, range: null, from: null, to: null };

export interface FiltersFromUrl {
  filters: RunFilters;
  /** What stands in the URL among the statuses, or as the range, but is none; null where all are known. */
  unknown: string | null;
}

/** Filters that can be asked for. `status` holds one or several with commas between; unknown ones are told. */
export function filtersFromUrl(url: RunFilters): FiltersFromUrl {
  const given = statusesOf(url.status);
  const known = RUN_STATUSES.filter((status) => given.includes(status));
  const unknown = given.filter((status) => !known.some((one) => one === status));
  const range = RANGES.find(({ value }) => value === url.range)?.value ?? null;
  if (url.range && !range) unknown.push(url.range);
  const [from, to] = [url.from, url.to].map((moment) => {
    if (moment && momentMs(moment) === null) unknown.push(moment);
    // A range that moves on with the time and a fixed one cannot both be meant.
    return range || momentMs(moment) === null ? null : moment;
  });
  return {
    filters: {
      ...{ status: joinStatuses(known), source: url.source || null },
      ...{ range, from: from ?? null, to: to ?? null },
    },
    unknown: unknown.length > 0 ? unknown.join(', ') : null,
  };
}

/** How many filters are on; the moments from and to are one. */
export function filtersOn({ from, to, ...others }: RunFilters): number {
  return Object.values({ ...others, span: from ?? to }).filter((value) => value !== null).length;
}

/** "failed,partial" as a list, and back; no status at all is null. */
export function statusesOf(status: string | null): string[] {
  return status ? status.split(',').filter(Boolean) : [];
}

export function joinStatuses(statuses: readonly string[]): string | null {
  return statuses.length > 0 ? statuses.join(',') : null;
}
