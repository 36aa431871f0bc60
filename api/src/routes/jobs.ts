import { hash } from 'node:crypto';
import type { JobFilters, JobSort } from '@feedflow/shared/api/jobs';
import { FeedflowError } from '@feedflow/shared/errors';
import { jobFormats } from '@feedflow/shared/jobs-out/formats';
import type { Database } from '@feedflow/shared/mongo/database';
import type { JobFilter, JobSort as StoredJobSort } from '@feedflow/shared/mongo/jobs/job-search';
import { stateOf } from '@feedflow/shared/mongo/jobs/job-state';
import { sortOf } from '@feedflow/shared/mongo/keyset';
import { unknownSource } from '@feedflow/shared/mongo/sources/sources';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Context } from 'koa';
import { exportJobs } from '../jobs/export-jobs.ts';
import type { ExportSlots } from '../jobs/export-slots.ts';
import { historyOf } from '../jobs/job-history.ts';
import type { RoutesOf } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';
import { jobExample, jobSummaryExample } from './job-examples.ts';

const route = { tag: 'Jobs', access: 'read' } as const;
const SEARCH_ERRORS = ['source-unknown', 'run-unknown', 'text-search-off', 'query-too-broad'] as const;

/** GET /api/jobs, /api/jobs/count, /api/jobs.FORMAT and /api/jobs/:dedupeKey: what was imported. */
export function jobRoutes(
  deps: Pick<Database, 'sources' | 'jobs' | 'jobSearch' | 'changes'> & {
    runs: Runs;
    exportSlots: ExportSlots;
    clock: Clock;
  },
): RoutesOf<'listJobs' | 'countJobs' | 'exportJobs' | 'getJob'> {
  const { sources, jobs, jobSearch, changes, runs, exportSlots, clock } = deps;

  async function toFilter({ source, runId, status, ...filters }: JobFilters): Promise<JobFilter> {
    if (filters.text !== undefined && !jobSearch.hasTextIndex()) {
      const message =
        'text needs the text index of the jobs: it is being created, or JOBS_TEXT_INDEX is false';
      throw new FeedflowError('text-search-off', message);
    }
    const ofSource = source === undefined ? {} : await jobsOf(source);
    const changedBy = runId === undefined ? undefined : await runs.get(runId);
    const state = status === 'expired' ? { closeReason: 'expired' as const } : { status };
    return { ...filters, ...state, ...ofSource, changedBy };
  }

  /** The jobs of the feed of a source; of one that was deleted, those that still have its name. */
  async function jobsOf(sourceName: string): Promise<Pick<JobFilter, 'sourceUrls' | 'sourceName'>> {
    const source = await sources.findByName(sourceName);
    if (source) return { sourceUrls: [source.url] };
    const sourceUrls = await jobSearch.feedsOf(sourceName);
    if (sourceUrls.length === 0) throw unknownSource(`named "${sourceName}", nor jobs or runs of one`);
    return { sourceUrls, sourceName };
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
      summary: 'Jobs as CSV, lines of JSON, JSON-LD or XML',
      description:
        'All that match, in the order of the list, as a stream. A response that breaks off is not complete: its connection is closed before its end. With the ETag of an earlier response in If-None-Match the response is a 304 if no job has changed since. A process sends a few at a time (API_EXPORT_CLIENTS); beyond them the response is a 503 with Retry-After.',
      response: { description: 'The jobs. CSV begins with a line of column names.' },
      otherResponses: { 304: 'No job has changed since the response with this ETag.' },
      errors: [...SEARCH_ERRORS, 'too-many-clients'],
      handle: async ({ params: { format }, query: { sort, status, ...filters }, ctx }) => {
        const wanted = status ?? (format === 'csv' ? 'all' : 'open');
        const chosen = { ...filters, status: wanted === 'all' ? undefined : wanted };
        const query = { ...(await toFilter(chosen)), sort: toSort(sort, chosen) };
        // Before the jobs are read, so that they are never older than it says.
        const etag = etagOf(await changes.version(), { format, ...query });
        const isFresh = isFreshFor(ctx, etag);
        const jobsOut = isFresh ? null : await exportSlots.begin(() => exportJobs(jobSearch, format, query));
        ctx.etag = etag;
        ctx.set('Cache-Control', 'private, no-cache');
        if (jobsOut === null) {
          ctx.status = 304;
          return;
        }
        ctx.attachment(`jobs.${format}`);
        // Without it, some readers guess it from the first kilobyte, and others take Latin-1.
        ctx.type = `${jobFormats[format].mediaType}; charset=utf-8`;
        ctx.body = jobsOut;
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
        const { closedBefore, fieldChanges, ...job } = stored;
        const state = stateOf(job);
        const history = await historyOf(
          { ...job, ...state, closedBefore, fieldChanges },
          { runs, now: clock() },
        );
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
  return sortOf<StoredJobSort['by']>(sort ?? (isSearched ? '-createdAt' : '-publishedAt'));
}

/** Raised with every change of what exports have of a job: else a client would keep those of an earlier version. */
const EXPORT_VERSION = 3;

/** The same for the same question, as long as no job changes. Times that are relative to now make it another one. */
function etagOf(version: string, query: object): string {
  return `${version}-${hash('sha1', JSON.stringify([EXPORT_VERSION, query]), 'base64url')}`;
}

/**
 * Whether the client has this version (RFC 9110, 13.1.2). Unlike `ctx.fresh` it does not look at Cache-Control: the
 * fetch of Node sends `no-cache` with each If-None-Match, which then would have no effect.
 */
function isFreshFor(ctx: Context, etag: string): boolean {
  const known = ctx.get('If-None-Match').split(',');
  return known.some((one) => one.trim().replace(/^W\//, '') === `"${etag}"`);
}
