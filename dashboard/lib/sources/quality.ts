import { countLabel } from '@feedflow/shared/model/amount-label';
import { JOB_FIELDS, type JobField } from '@feedflow/shared/model/job-fields';
import { feedJobs } from '@feedflow/shared/quality/feed-jobs';
import type { SourceItem, SourceQuality } from '../api/types.ts';

export type QualityPoint = SourceQuality['points'][number];
type HealthLevel = SourceItem['health']['level'];

export const LEVEL_LABELS: Readonly<Record<HealthLevel, string>> = {
  healthy: 'Healthy',
  warning: 'Warning',
  failing: 'Failing',
};

/** Runs that read the feed, the oldest first. @param points newest first */
function readPoints(points: readonly QualityPoint[]): QualityPoint[] {
  return points
    .filter(({ status, notModified }) => (status === 'completed' || status === 'partial') && !notModified)
    .toReversed();
}

export interface OpenJobsPoint {
  /** When the run began, ISO; of the last point, when the page was read. */
  at: string;
  runId: string | null;
  openJobs: number;
}

/** Open jobs over time, the oldest first, and how many there are now. */
export function openJobsOver(
  { points, openJobs }: Pick<SourceQuality, 'points' | 'openJobs'>,
  now: string,
): OpenJobsPoint[] {
  const known = points
    .toReversed()
    .flatMap(({ at, runId, openJobs: count }) => (count === null ? [] : [{ at, runId, openJobs: count }]));
  const present: OpenJobsPoint = { at: now, runId: null, openJobs };
  return [...known, present];
}

export interface FieldRow {
  field: JobField;
  /** Jobs that have it. */
  filled: number;
  /** In percent; null while it is not known. */
  usual: number | null;
  /** In percent, the oldest first. */
  past: number[];
  /** Why it is not as it should be; null if it is. */
  reason: string | null;
}

/** The fields of a source's jobs: those that are broken first, then in the order of a job. */
export function fieldRows({ points, usualFill, health }: SourceQuality): FieldRow[] {
  const fills = points.flatMap(({ fill }) => (fill && fill.jobs > 0 ? [fill] : []));
  const [latest] = fills;
  if (!latest) return [];
  const rows = JOB_FIELDS.map((field) => {
    const past = fills.toReversed().map(({ jobs, counts }) => ((counts[field] ?? 0) * 100) / jobs);
    return {
      field,
      filled: latest.counts[field] ?? 0,
      usual: usualFill[field] ?? null,
      past,
      reason: health.reasons.find((reason) => reason.field === field)?.message ?? null,
    };
  });
  return rows.filter(({ reason }) => reason !== null).concat(rows.filter(({ reason }) => reason === null));
}

/** The points of a line of shares in percent, for an SVG of this size. A single share is a level line. */
export function sparkline(shares: readonly number[], width: number, height: number): string {
  const points = shares.length > 1 ? shares : shares.concat(shares);
  const step = width / Math.max(1, points.length - 1);
  return points
    .map((share, i) => `${(i * step).toFixed(1)},${(height - 1 - (share * (height - 2)) / 100).toFixed(1)}`)
    .join(' ');
}

export interface ChurnPoint {
  at: string;
  runId: string;
  jobs: number;
  newJobs: number;
  updatedJobs: number;
  closedJobs: number;
}

/** The jobs of a source that changed in each run that read all of its feed, the oldest first. */
export function churnOver(points: readonly QualityPoint[]): ChurnPoint[] {
  return readPoints(points)
    .filter(({ complete }) => complete)
    .map((point) => ({
      at: point.at,
      runId: point.runId,
      jobs: feedJobs(point),
      newJobs: point.newJobs,
      updatedJobs: point.updatedJobs,
      closedJobs: point.closedJobs,
    }));
}

/** In percent, at most 100: closed jobs may be more than those that are left. */
export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(100, (part * 100) / whole);
}

const MIN_RUNS = 3;
const MAX_RUNS = 10;
const MOST_PERCENT = 60;

/** What much change in each run means; null where nothing is odd. Of the first run all jobs are new. */
export function churnNote(churn: readonly ChurnPoint[]): string | null {
  const later = churn.slice(1).slice(-MAX_RUNS);
  if (later.length < MIN_RUNS) return null;
  const least = (key: 'newJobs' | 'updatedJobs') =>
    Math.min(...later.map((point) => shareOf(point[key], point.jobs)));
  const runs = `each of its last ${countLabel(later.length)} imports`;
  const created = Math.floor(least('newJobs'));
  if (created >= MOST_PERCENT)
    return `At least ${created}% of its jobs were new in ${runs}: what identifies them seems to change.`;
  const updated = Math.floor(least('updatedJobs'));
  if (updated >= MOST_PERCENT)
    return `At least ${updated}% of its jobs were updated in ${runs}: some field seems to change at every fetch. Name it in ignoreChanges of the mapping.`;
  return null;
}
