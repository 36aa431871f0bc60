import type { RunListQuery, RunSummary } from '../api/types.ts';
import { NO_FILTERS } from '../runs/filters.ts';
import { NEWEST_FIRST } from '../runs/sort.ts';
import type { AuditFilters } from '../system/audit-filters.ts';

/** Runs that the page of a source shows. */
const RUNS_SHOWN = 30;

/** The path of the page of a source. */
export function sourceHref(name: string): string {
  return `/sources/${encodeURIComponent(name)}`;
}

/** The last runs of a source, newest first. */
export function lastRunsOf(name: string): RunListQuery {
  return { filters: { ...NO_FILTERS, source: name }, sort: NEWEST_FIRST, limit: RUNS_SHOWN };
}

/** What was commanded for a source. */
export function settingsHistoryOf(name: string): AuditFilters {
  return { action: null, target: name };
}

export interface FailureReason {
  code: string;
  records: number;
  /** In how many of the runs it occurred. */
  runs: number;
  /** The newest of these. */
  lastRunId: string;
  /** Failed records of each run, the oldest run first. */
  perRun: number[];
}

/**
 * Why records failed in some runs, by reason, the most frequent one first.
 *
 * @param runs newest first
 */
export function failureReasonsOf(
  runs: readonly Pick<RunSummary, 'runId' | 'failureTotals'>[],
): FailureReason[] {
  const reasons = new Map<string, FailureReason>();
  for (const [index, { runId, failureTotals }] of runs.entries()) {
    for (const [code, records = 0] of Object.entries(failureTotals)) {
      const known = reasons.get(code) ?? newReason(code, runId, runs.length);
      known.perRun[runs.length - 1 - index] = records;
      reasons.set(code, { ...known, records: known.records + records, runs: known.runs + 1 });
    }
  }
  return Array.from(reasons.values()).sort((a, b) => b.records - a.records);
}

function newReason(code: string, lastRunId: string, runs: number): FailureReason {
  return { code, records: 0, runs: 0, lastRunId, perRun: Array(runs).fill(0) };
}

/** Heights of bars from 0 to 1 by duration; the logarithm, so that a run of a second is seen beside one of an hour. */
export function barHeights(runs: readonly Pick<RunSummary, 'meta'>[]): number[] {
  const sizes = runs.map(({ meta }) => Math.log1p(meta.durationMs ?? 0));
  const largest = Math.max(...sizes, 1);
  return sizes.map((size) => size / largest);
}
