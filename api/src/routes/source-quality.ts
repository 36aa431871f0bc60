import type { QualityPoint, SourceQuality } from '@feedflow/shared/model/quality';
import type { Source } from '@feedflow/shared/model/source';
import type { Database } from '@feedflow/shared/mongo/database';
import type { Clock } from '@feedflow/shared/process/clock';
import { type JudgedRun, readFeed, usualFillPercents } from '@feedflow/shared/quality/judge-import';
import { JUDGED_RUNS } from '@feedflow/shared/quality/judge-source';
import { healthOf } from '@feedflow/shared/quality/source-health';
import type { RoutesOf } from '../routing/route.ts';
import { healthExample, sourceNamed } from './sources.ts';

/** GET /api/sources/:name/quality: how good a source is, and how it was at each of its last runs. */
export function sourceQualityRoutes(
  { sources, jobs, runQuality, clock }: Pick<Database, 'sources' | 'jobs' | 'runQuality'> & { clock: Clock },
  options: { defaultIntervalMinutes: number },
): RoutesOf<'getSourceQuality'> {
  return {
    getSourceQuality: {
      tag: 'Sources',
      access: 'read',
      summary: 'The health of one source with its reasons, and its figures at each of its last runs',
      description:
        'Open jobs, records, new, updated and closed jobs, and the fields that its jobs have, also where records were unchanged and not read. `docs/quality.md` describes the rules.',
      response: { description: 'The newest run is the first point.', example },
      errors: ['source-unknown'],
      handle: async ({ params: { name }, query: { limit } }): Promise<SourceQuality> => {
        const source: Source = await sourceNamed(sources, name);
        // What is usual does not depend on how many points were requested.
        const [runs, openJobs] = await Promise.all([
          runQuality.last(name, Math.max(limit, JUDGED_RUNS)),
          jobs.countOpen(source.url),
        ]);
        const isOfFeed = (run: JudgedRun) => run.sourceUrl === source.url && readFeed(run);
        return {
          health: healthOf(source, clock(), options.defaultIntervalMinutes),
          judgedRunId: source.judgement?.runId ?? null,
          rules: source.quality ?? null,
          openJobs,
          usualFill: usualFillPercents(runs.slice(0, JUDGED_RUNS).filter(isOfFeed).slice(1)),
          points: runs.slice(0, limit).map(toPoint),
        };
      },
    },
  };
}

/** Without what only judging needs. */
function toPoint(run: QualityPoint): QualityPoint {
  return {
    runId: run.runId,
    at: run.at,
    status: run.status,
    durationMs: run.durationMs,
    notModified: run.notModified,
    complete: run.complete,
    isDelta: run.isDelta,
    openJobs: run.openJobs,
    records: run.records,
    newJobs: run.newJobs,
    updatedJobs: run.updatedJobs,
    closedJobs: run.closedJobs,
    duplicateJobs: run.duplicateJobs,
    failedJobs: run.failedJobs,
    skippedJobs: run.skippedJobs,
    fill: run.fill,
  };
}

const example = {
  health: healthExample,
  judgedRunId: '665f1c2ab7e4d90012ab34cd',
  rules: { minJobs: 50 },
  openJobs: 120,
  usualFill: { title: 100, company: 96, salary: 40 },
  points: [
    {
      runId: '665f1c2ab7e4d90012ab34cd',
      at: '2026-01-31T12:15:00.000Z',
      status: 'completed',
      durationMs: 4_000,
      notModified: false,
      complete: true,
      isDelta: false,
      openJobs: 120,
      records: 121,
      newJobs: 3,
      updatedJobs: 1,
      closedJobs: 2,
      duplicateJobs: 1,
      failedJobs: 0,
      skippedJobs: 0,
      fill: { jobs: 120, counts: { title: 120, company: 12, salary: 50 } },
    },
  ],
} as const;
