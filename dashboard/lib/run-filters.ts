import { runStatus } from '@feedflow/shared/import-log';
import { parseAsString } from 'nuqs/server';
import type { RunFilters } from './api/queries.ts';

/** The list's filters as they stand in the URL. Kept as plain strings so that a wrong one can be told. */
export const runFilterParsers = {
  status: parseAsString.withOptions({ history: 'push' }),
  source: parseAsString.withOptions({ history: 'push' }),
};

export interface FiltersFromUrl {
  filters: RunFilters;
  /** What stands in the URL among the statuses but is none; null where all are known. */
  unknownStatus: string | null;
}

/** Filters that can be asked for. `status` holds one or several with commas between; unknown ones are told. */
export function filtersFromUrl(url: { status: string | null; source: string | null }): FiltersFromUrl {
  const given = statusesOf(url.status);
  const known = runStatus.options.filter((status) => given.includes(status));
  const unknown = given.filter((status) => !runStatus.safeParse(status).success);
  return {
    filters: { status: joinStatuses(known), source: url.source || null },
    unknownStatus: unknown.length > 0 ? unknown.join(', ') : null,
  };
}

/** "failed,partial" as a list, and back; no status at all is null. */
export function statusesOf(status: string | null): string[] {
  return status ? status.split(',').filter(Boolean) : [];
}

export function joinStatuses(statuses: readonly string[]): string | null {
  return statuses.length > 0 ? statuses.join(',') : null;
}
