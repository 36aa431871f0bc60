import type { Db } from 'mongodb';
import type { QualityPoint } from '../../model/quality.ts';
import type { Run } from '../../model/run.ts';
import type { JudgedRun } from '../../quality/judge-import.ts';

export type RunQuality = ReturnType<typeof createRunQuality>;

type StoredPoint = Pick<
  Run,
  | 'runId'
  | 'sourceUrl'
  | 'startedAt'
  | 'status'
  | 'totalFetched'
  | 'newJobs'
  | 'updatedJobs'
  | 'removedJobs'
  | 'duplicateJobs'
  | 'failedJobs'
  | 'skippedJobs'
  | 'openAfter'
  | 'error'
  | 'removal'
> & {
  fetch: Pick<Run['fetch'], 'complete' | 'openBefore' | 'fill'>;
  http: { notModified?: boolean } | null;
  warnings?: { code: string }[];
  meta: Pick<Run['meta'], 'durationMs'>;
};

const projection = {
  _id: 0,
  runId: 1,
  sourceUrl: 1,
  startedAt: 1,
  status: 1,
  totalFetched: 1,
  newJobs: 1,
  updatedJobs: 1,
  removedJobs: 1,
  duplicateJobs: 1,
  failedJobs: 1,
  skippedJobs: 1,
  openAfter: 1,
  error: 1,
  removal: 1,
  'fetch.complete': 1,
  'fetch.openBefore': 1,
  'fetch.fill': 1,
  'http.notModified': 1,
  'warnings.code': 1,
  'meta.durationMs': 1,
};

/** Reads `import_logs` for the quality of sources: the last runs of one, few fields of each. */
export function createRunQuality(db: Db) {
  const collection = db.collection<Run>('import_logs');
  return {
    /** The last runs of a source that have ended, newest first. @param limit at most so many */
    async last(sourceName: string, limit: number): Promise<JudgedRun[]> {
      const found = await collection
        .find({ sourceName, status: { $ne: 'running' } })
        .sort({ startedAt: -1, runId: -1 })
        .limit(limit)
        .project<StoredPoint>(projection)
        .toArray();
      return found.map(toPoint);
    },
  };
}

function toPoint(run: StoredPoint): JudgedRun {
  const { sourceUrl, fetch, http, warnings = [], error, removal } = run;
  const point: QualityPoint = {
    runId: run.runId,
    at: run.startedAt,
    status: run.status,
    durationMs: run.meta.durationMs,
    notModified: http?.notModified === true,
    complete: fetch.complete === true,
    isDelta: warnings.some(({ code }) => code === 'partial-delta'),
    openJobs: openJobsOf(run),
    records: run.totalFetched,
    newJobs: run.newJobs,
    updatedJobs: run.updatedJobs,
    closedJobs: run.removedJobs,
    duplicateJobs: run.duplicateJobs,
    failedJobs: run.failedJobs,
    // Absent in runs of earlier versions.
    skippedJobs: run.skippedJobs ?? 0,
    fill: fetch.fill ?? null,
  };
  return Object.assign(point, { sourceUrl, error, removal });
}

/** Those before the run are also those after it if it changed none. */
function openJobsOf({ openAfter, fetch, newJobs, updatedJobs, removedJobs }: StoredPoint): number | null {
  const isUnchanged = newJobs + updatedJobs + removedJobs === 0;
  return openAfter ?? (isUnchanged ? fetch.openBefore : null) ?? null;
}
