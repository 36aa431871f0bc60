import { inputLimits } from '@feedflow/shared/model/input-limits';
import { warningCodes } from '@feedflow/shared/model/warnings';
import { parseAsString } from 'nuqs/server';
import type { RunFilters, RunListQuery } from '../api/types.ts';
import { timestampMs } from '../charts/timestamp.ts';
import { pageSizeOf, pageSizeParser } from '../lists/page-size.ts';
import { NEWEST_FIRST, type RunSort, runSortOf } from './sort.ts';
import { RUN_STATUSES, RUN_TRIGGERS } from './statuses.ts';

/** The relative ranges offered as filters, with their URL values. */
export const RANGES: readonly { value: string; label: string }[] = [
  { value: '15m', label: 'Last 15 minutes' },
  { value: '1h', label: 'Last hour' },
  { value: '6h', label: 'Last 6 hours' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
];

const pushed = parseAsString.withOptions({ history: 'push' });

/** The list's filters, order and page size as URL parameters. Plain strings, so that invalid ones can be reported. */
export const runListParsers = {
  text: pushed,
  status: pushed,
  source: pushed,
  trigger: pushed,
  warning: pushed,
  range: pushed,
  from: pushed,
  to: pushed,
  sort: pushed,
  size: pageSizeParser,
};

export const NO_FILTERS: RunFilters = {
  text: null,
  status: null,
  source: null,
  trigger: null,
  warning: null,
  range: null,
  from: null,
  to: null,
};

const ANY_WARNING_OR_CODE: readonly string[] = ['any', ...warningCodes];

export interface RunListUrl extends RunFilters {
  sort: string | null;
  size: number | null;
}

/**
 * The list described by the URL. `status` is a comma-separated list. Invalid values are left out and listed in
 * `unknown`, which is null if there are none.
 *
 * @param rememberedSize rows per page if the URL has none
 */
export function runListFromUrl(
  { sort, size, ...url }: RunListUrl,
  rememberedSize: number | null,
): { query: RunListQuery; unknown: string | null } {
  const { filters, unknown } = knownFilters(url);
  const order: RunSort | null = sort ? runSortOf(sort) : NEWEST_FIRST;
  if (sort && !order) unknown.push(sort);
  return {
    query: { filters, sort: order ?? NEWEST_FIRST, limit: pageSizeOf(size, rememberedSize) },
    unknown: unknown.length > 0 ? unknown.join(', ') : null,
  };
}

function knownFilters(url: RunFilters): { filters: RunFilters; unknown: string[] } {
  const given = statusesOf(url.status);
  const known = RUN_STATUSES.filter((status) => given.includes(status));
  const unknown = given.filter((status) => !known.some((one) => one === status));
  const trigger = RUN_TRIGGERS.find((one) => one === url.trigger) ?? null;
  if (url.trigger && !trigger) unknown.push(url.trigger);
  const warning = ANY_WARNING_OR_CODE.find((one) => one === url.warning) ?? null;
  if (url.warning && !warning) unknown.push(url.warning);
  const range = RANGES.find(({ value }) => value === url.range)?.value ?? null;
  if (url.range && !range) unknown.push(url.range);
  const [from, to] = [url.from, url.to].map((timestamp) => {
    if (timestamp && timestampMs(timestamp) === null) unknown.push(timestamp);
    // A relative range takes precedence over a fixed one.
    return range || timestampMs(timestamp) === null ? null : timestamp;
  });
  const text = url.text?.trim().slice(0, inputLimits.filterTextLength) || null;
  return {
    filters: {
      text,
      status: joinStatuses(known),
      source: url.source || null,
      trigger,
      warning,
      range,
      from: from ?? null,
      to: to ?? null,
    },
    unknown,
  };
}

/** The number of active filters; from and to count as one. */
export function activeFilterCount({ from, to, ...others }: RunFilters): number {
  return Object.values({ ...others, span: from ?? to }).filter((value) => value !== null).length;
}

/** "failed,partial" as a list, and back; null for no status. */
export function statusesOf(status: string | null): string[] {
  return status ? status.split(',').filter(Boolean) : [];
}

export function joinStatuses(statuses: readonly string[]): string | null {
  return statuses.length > 0 ? statuses.join(',') : null;
}
