import { FeedflowError } from '@feedflow/shared/errors';
import type { Database } from '@feedflow/shared/mongo/database';
import { neverClosed } from '@feedflow/shared/mongo/jobs/job-search';
import type { RoutesOf } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';
import { jobExample, jobSummaryExample } from './job-examples.ts';
import { sourceNamed } from './sources.ts';

const route = { tag: 'Jobs', access: 'read' } as const;

/** GET /api/jobs and /api/jobs/:dedupeKey: what was imported. */
export function jobRoutes(
  deps: Pick<Database, 'sources' | 'jobs' | 'jobSearch'> & { runs: Runs },
  options: { hasTextIndex: boolean },
): RoutesOf<'listJobs' | 'getJob'> {
  return {
    listJobs: {
      ...route,
      summary: 'Imported jobs',
      description:
        'Newest publication first; with text or runId, newest in the database first. A search that would read too much is a 422: narrow it.',
      response: {
        description: 'A page of jobs, without their descriptions.',
        example: { items: [jobSummaryExample], nextCursor: null },
      },
      errors: ['source-unknown', 'run-unknown', 'text-search-off', 'query-too-broad'],
      handle: async ({ query: { source, runId: id, ...query } }) => {
        if (query.text !== undefined && !options.hasTextIndex) {
          const message =
            'text needs a text index over the jobs: set JOBS_TEXT_INDEX=true and restart the API';
          throw new FeedflowError('text-search-off', message);
        }
        const sourceUrl = source && (await sourceNamed(deps.sources, source)).url;
        const changedBy = id === undefined ? undefined : await deps.runs.get(id);
        return deps.jobSearch.list({ ...query, sourceUrl, changedBy });
      },
    },
    getJob: {
      ...route,
      summary: 'One job, with the runs that created it and last changed it',
      description: 'The description is HTML as the feed gave it: never show it unsanitised.',
      response: { description: 'The job.', example: jobExample },
      errors: ['job-unknown'],
      handle: async ({ params: { dedupeKey } }) => {
        const job = await deps.jobs.find(dedupeKey);
        if (!job) throw new FeedflowError('job-unknown', `there is no job ${dedupeKey}`);
        const [createdRun, updatedRun] = await Promise.all([
          deps.runs.findSummary(job.createdRunId),
          job.updatedRunId ? deps.runs.findSummary(job.updatedRunId) : null,
        ]);
        return { ...neverClosed, ...job, createdRun, updatedRun };
      },
    },
  };
}
