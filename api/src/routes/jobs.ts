import { FeedflowError } from '@feedflow/shared/errors';
import { jobStatus } from '@feedflow/shared/model/job';
import { jobDetails, jobPage } from '@feedflow/shared/model/job-view';
import type { Database } from '@feedflow/shared/mongo/database';
import { neverClosed } from '@feedflow/shared/mongo/jobs/job-search';
import { z } from 'zod';
import { cursor, limit, moment, runId, searchText, sourceName } from '../routing/fields.ts';
import type { Routes } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';
import { jobExample, jobSummaryExample } from './job-examples.ts';
import { sourceNamed } from './sources.ts';

const listQuery = z.strictObject({
  source: sourceName.optional(),
  text: searchText.optional().meta({
    description: 'Words that stand in title, company or location; needs JOBS_TEXT_INDEX.',
    examples: ['nurse'],
  }),
  company: searchText
    .optional()
    .meta({ description: 'Part of the company, in any case.', examples: ['acme'] }),
  location: searchText
    .optional()
    .meta({ description: 'Part of the location, in any case.', examples: ['berlin'] }),
  status: jobStatus.optional().describe('Only postings that are open, or only those that were closed.'),
  publishedFrom: moment.optional(),
  publishedTo: moment.optional(),
  runId: runId.optional().describe('Only postings that this run created, or was the last to change.'),
  cursor,
  limit: limit(50, 200),
});
const params = z.strictObject({
  dedupeKey: z
    .string()
    .regex(/^[0-9a-f]{40}$/, 'must be a dedupeKey of 40 hex digits')
    .meta({
      description: 'What makes the posting the same posting: 40 hex digits.',
      examples: ['2fd4e1c67a2d28fced849ee1bb76e7391b93eb12'],
    }),
});
const route = { method: 'get', tag: 'Jobs', access: 'read' } as const;

/** GET /api/jobs and /api/jobs/:dedupeKey: what was imported. */
export function jobRoutes(
  routes: Routes,
  deps: Pick<Database, 'sources' | 'jobs' | 'jobSearch'> & { runs: Runs },
  options: { hasTextIndex: boolean },
): void {
  routes.add(
    {
      ...route,
      path: '/api/jobs',
      operation: 'listJobs',
      summary: 'Imported postings',
      description:
        'Those published last come first; with text or runId, those that came into the database last. A search that would read too much is a 422: narrow it.',
      query: listQuery,
      answer: {
        description: 'A page of postings, without their descriptions.',
        schema: jobPage,
        example: { items: [jobSummaryExample], nextCursor: null },
      },
      errors: ['source-unknown', 'run-unknown', 'text-search-off', 'query-too-broad'],
    },
    async ({ query: { source, runId: id, ...query } }) => {
      if (query.text !== undefined && !options.hasTextIndex) {
        const message =
          'text needs a text index over the postings: set JOBS_TEXT_INDEX=true and start the API again';
        throw new FeedflowError('text-search-off', message);
      }
      const sourceUrl = source && (await sourceNamed(deps.sources, source)).url;
      const changedBy = id === undefined ? undefined : await deps.runs.get(id);
      return deps.jobSearch.list({ ...query, sourceUrl, changedBy });
    },
  );

  routes.add(
    {
      ...route,
      path: '/api/jobs/:dedupeKey',
      operation: 'getJob',
      summary: 'One posting, with the runs that created it and last changed it',
      description: 'The description is HTML as the feed gave it: never show it unsanitised.',
      params,
      answer: { description: 'The posting.', schema: jobDetails, example: jobExample },
      errors: ['job-unknown'],
    },
    async ({ params: { dedupeKey } }) => {
      const job = await deps.jobs.find(dedupeKey);
      if (!job) throw new FeedflowError('job-unknown', `there is no posting ${dedupeKey}`);
      const [createdRun, updatedRun] = await Promise.all([
        deps.runs.findSummary(job.createdRunId),
        job.updatedRunId ? deps.runs.findSummary(job.updatedRunId) : null,
      ]);
      return { ...neverClosed, ...job, createdRun, updatedRun };
    },
  );
}
