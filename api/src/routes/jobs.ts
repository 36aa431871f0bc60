import type { JobFilters, JobSort } from '@feedflow/shared/api/jobs';
import { FeedflowError } from '@feedflow/shared/errors';
import type { Database } from '@feedflow/shared/mongo/database';
import type { JobFilter, JobSort as StoredJobSort } from '@feedflow/shared/mongo/jobs/job-search';
import { stateOf } from '@feedflow/shared/mongo/jobs/job-state';
import type { Clock } from '@feedflow/shared/process/clock';
import { historyOf } from '../jobs/job-history.ts';
import { jobsAsCsv } from '../jobs/jobs-as-csv.ts';
import type { RoutesOf } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';
import { jobExample, jobSummaryExample } from './job-examples.ts';
import { sourceNamed } from './sources.ts';

const route = { tag: 'Jobs', access: 'read' } as const;
const SEARCH_ERRORS = ['source-unknown', 'run-unknown', 'text-search-off', 'query-too-broad'] as const;

/** GET /api/jobs, /api/jobs/count, /api/jobs.csv and /api/jobs/:dedupeKey: what was imported. */
export function jobRoutes(
  deps: Pick<Database, 'sources' | 'jobs' | 'jobSearch'> & { runs: Runs; clock: Clock },
): RoutesOf<'listJobs' | 'countJobs' | 'exportJobs' | 'getJob'> {
  const { sources, jobs, jobSearch, runs, clock } = deps;

  async function toFilter({ source, runId, status, ...filters }: JobFilters): Promise<JobFilter> {
    if (filters.text !== undefined && !jobSearch.hasTextIndex()) {
      const message =
        'text needs the text index of the jobs: it is being created, or JOBS_TEXT_INDEX is false';
      throw new FeedflowError('text-search-off', message);
    }
    const sourceUrl = source && (await sourceNamed(sources, source)).url;
    const changedBy = runId === undefined ? undefined : await runs.get(runId);
    const state = status === 'expired' ? { closeReason: 'expired' as const } : { status };
    return { ...filters, ...state, sourceUrl, changedBy };
  }

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
      errors: SEARCH_ERRORS,
      handle: async ({ query: { sort, cursor, limit, ...filters } }) =>
        jobSearch.list({ ...(await toFilter(filters)), sort: toSort(sort, filters), cursor, limit }),
    },
    countJobs: {
      ...route,
      summary: 'How many jobs match',
      description: 'Counts up to 100,000.',
      response: { description: 'The number of jobs.', example: { count: 1_480, exact: true } },
      errors: SEARCH_ERRORS,
      handle: async ({ query }) => jobSearch.count(await toFilter(query)),
    },
    exportJobs: {
      ...route,
      summary: 'Jobs as CSV',
      description: 'In the order of the list, without descriptions.',
      response: { description: 'A line with the names of the columns, then one per job.' },
      errors: SEARCH_ERRORS,
      handle: async ({ query: { sort, ...filters }, ctx }) => {
        const query = { ...(await toFilter(filters)), sort: toSort(sort, filters) };
        // Before the response starts, so that a search that is refused has its own status.
        const first = await jobSearch.list({ ...query, limit: 200 });
        ctx.type = 'text/csv';
        ctx.attachment('jobs.csv');
        ctx.body = jobsAsCsv(first, (cursor) => jobSearch.list({ ...query, cursor, limit: 1_000 }));
      },
    },
    getJob: {
      ...route,
      summary: 'One job, with its history and the runs that created it and last changed it',
      description: 'The description is HTML as the feed gave it: never show it unsanitised.',
      response: { description: 'The job.', example: jobExample },
      errors: ['job-unknown'],
      handle: async ({ params: { dedupeKey } }) => {
        const stored = await jobs.find(dedupeKey);
        if (!stored) throw new FeedflowError('job-unknown', `there is no job ${dedupeKey}`);
        const { closedBefore, ...job } = stored;
        const state = stateOf(job);
        const history = await historyOf({ ...job, ...state, closedBefore }, { runs, now: clock() });
        const runById = new Map(history.map(({ runId, run }) => [runId, run]));
        const createdRun = runById.get(state.createdRunId) ?? null;
        const updatedRun = state.updatedRunId ? (runById.get(state.updatedRunId) ?? null) : null;
        return { ...job, ...state, createdRun, updatedRun, history };
      },
    },
  };
}

function toSort(sort: JobSort | undefined, { text, runId }: JobFilters): StoredJobSort {
  const isSearched = text !== undefined || runId !== undefined;
  const chosen = sort ?? (isSearched ? '-createdAt' : '-publishedAt');
  const by = chosen.replace('-', '') as StoredJobSort['by'];
  return { by, order: chosen.startsWith('-') ? 'desc' : 'asc' };
}
