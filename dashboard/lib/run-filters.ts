import { runStatus } from '@feedflow/shared/import-log';
import { parseAsString } from 'nuqs/server';
import type { RunFilters } from './api/queries.ts';

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
};

export interface FiltersFromUrl {
  filters: RunFilters;
  /** What stands in the URL among the statuses, or as the range, but is none; null where all are known. */
  unknown: string | null;
}

/** Filters that can be asked for. `status` holds one or several with commas between; unknown ones are told. */
export function filtersFromUrl(url: RunFilters): FiltersFromUrl {
  const given = statusesOf(url.status);
  const known = runStatus.options.filter((status) => given.includes(status));
  const unknown = given.filter((status) => !runStatus.safeParse(status).success);
  const range = RANGES.find(({ value }) => value === url.range)?.value ?? null;
  if (url.range && !range) unknown.push(url.range);
  return {
    filters: { status: joinStatuses(known), source: url.source || null, range },
    unknown: unknown.length > 0 ? unknown.join(', ') : null,
  };
}

/** How many filters are on. */
export function filtersOn(filters: RunFilters): number {
  return Object.values(filters).filter((value) => value !== null).length;
}

/** "failed,partial" as a list, and back; no status at all is null. */
export function statusesOf(status: string | null): string[] {
  return status ? status.split(',').filter(Boolean) : [];
}

export function joinStatuses(statuses: readonly string[]): string | null {
  return statuses.length > 0 ? statuses.join(',') : null;
}
