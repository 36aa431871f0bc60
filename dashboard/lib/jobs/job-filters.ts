import { DAY_MS } from '@feedflow/shared/durations';
import { inputLimits } from '@feedflow/shared/model/input-limits';
import { parseAsString } from 'nuqs/server';
import type { JobFilterQuery, JobQuery } from '../api/types.ts';
import { timestampMs } from '../charts/timestamp.ts';
import type { ChangeFilters } from '../lists/change-filters.ts';
import { pageSizeParser } from '../lists/page-size.ts';
import { JOB_SORTS, JOB_STATUSES, type JobSort, type JobStatusFilter } from './job-choices.ts';

/** The list's filters as URL parameters. They are plain strings so that invalid ones can be reported. */
export interface JobFilters {
  source: string | null;
  text: string | null;
  company: string | null;
  location: string | null;
  /** Published within this time before now, e.g. '7d'. */
  published: string | null;
  /** Published from this day to that one (UTC, inclusive), e.g. '2026-11-24'. */
  from: string | null;
  to: string | null;
  /** Only jobs that this run created, or was the last to change. */
  run: string | null;
  /** 'open', 'expired', 'closed' or 'all'; null for the default, see `shownStatusOf`. */
  status: string | null;
}

type Parameter = keyof JobFilters | 'sort';

/** The props of the filter fields. */
export interface JobFilterProps {
  filters: JobFilters;
  onChange: ChangeFilters<JobFilters>;
}

export const NO_JOB_FILTERS: JobFilters = {
  source: null,
  text: null,
  company: null,
  location: null,
  published: null,
  from: null,
  to: null,
  run: null,
  status: null,
};

const pushed = parseAsString.withOptions({ history: 'push' });
export const jobFilterParsers = {
  source: pushed,
  text: pushed,
  company: pushed,
  location: pushed,
  published: pushed,
  from: pushed,
  to: pushed,
  run: pushed,
  status: pushed,
  sort: pushed,
  size: pageSizeParser,
};

/** The relative ranges offered as filters, with their URL values. */
export const PUBLISHED_RANGES: readonly { value: string; label: string }[] = [
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: '90d', label: 'Last 90 days' },
];

const RUN_ID = /^[0-9a-f]{24}$/;

/** The status that is selected: open jobs, but any status for the jobs of a run, which may have been closed since. */
export function shownStatusOf({ status, run }: Pick<JobFilters, 'status' | 'run'>): JobStatusFilter | 'all' {
  return JOB_STATUSES.find(({ value }) => value === status)?.value ?? (run ? 'all' : 'open');
}

/** The order that is selected: closed jobs by their closing unless another one is chosen. */
export function shownSortOf(sort: string | null, filters: JobFilters): JobSort {
  const chosen = sortsOf(filters).find(({ value }) => value === sort)?.value;
  if (chosen) return chosen;
  if (shownStatusOf(filters) === 'closed') return '-closedAt';
  return filters.text || filters.run ? '-createdAt' : '-publishedAt';
}

/** The orders that fit the filters: open jobs have no date of closing. */
export function sortsOf(filters: JobFilters): { value: JobSort; label: string }[] {
  const isClosed = shownStatusOf(filters) === 'closed';
  return JOB_SORTS.filter(({ value }) => isClosed || value !== '-closedAt');
}

/**
 * The valid filters as an API query; `unknown` has the invalid values by their parameters.
 *
 * @param limit jobs per page
 */
export function jobQueryOf(
  filters: JobFilters,
  sort: string | null,
  limit: number,
): { query: JobQuery; unknown: Partial<Record<Parameter, string>> } {
  const unknown: Partial<Record<Parameter, string>> = {};
  const known = <Value>(name: Parameter, value: Value | null): Value | null => {
    const given = name === 'sort' ? sort : filters[name];
    if (given && value === null) unknown[name] = given;
    return given ? value : null;
  };
  const range = known(
    'published',
    PUBLISHED_RANGES.find(({ value }) => value === filters.published)?.value ?? null,
  );
  const from = known('from', dayMs(filters.from));
  const to = known('to', dayMs(filters.to));
  const status = shownStatusOf(filters);
  known('status', filters.status === status ? status : null);
  known('sort', JOB_SORTS.some(({ value }) => value === sort) ? sort : null);
  const query: JobQuery = {
    source: filters.source || null,
    text: searchText(filters.text),
    company: searchText(filters.company),
    location: searchText(filters.location),
    publishedFrom: range ? `now-${range}` : from === null ? null : new Date(from).toISOString(),
    publishedTo: range || to === null ? null : new Date(to + DAY_MS).toISOString(),
    runId: known('run', filters.run && RUN_ID.test(filters.run) ? filters.run : null),
    status: status === 'all' ? null : status,
    sort: shownSortOf(sort, filters),
    limit,
  };
  return { query, unknown };
}

/** The filters of a query, without its order and size. */
export function filterQueryOf({ sort: _sort, limit: _limit, ...filters }: JobQuery): JobFilterQuery {
  return filters;
}

/** The number of active filters; the days from and to count as one. */
export function activeJobFilterCount({ from, to, ...others }: JobFilters): number {
  return Object.values(others).filter(Boolean).length + (from || to ? 1 : 0);
}

/** The text of a field, trimmed to what the API accepts. */
function searchText(text: string | null): string | null {
  return text?.trim().slice(0, inputLimits.filterTextLength) || null;
}

function dayMs(day: string | null): number | null {
  return timestampMs(day && `${day}T00:00:00Z`);
}
