import { z } from 'zod';
import { jobStatus } from '../model/job.ts';
import { jobDetails, jobPage } from '../model/job-view.ts';
import { cursor, limit, runId, searchText, sourceName, timestamp } from './fields.ts';
import type { RouteContracts } from './route-contract.ts';

export const jobContract = {
  listJobs: {
    audience: 'browser',
    status: 200,
    query: z.strictObject({
      source: sourceName.optional(),
      text: searchText.optional().meta({
        description: 'Words in title, company or location; needs JOBS_TEXT_INDEX.',
        examples: ['nurse'],
      }),
      company: searchText
        .optional()
        .meta({ description: 'Part of the company, in any case.', examples: ['acme'] }),
      location: searchText
        .optional()
        .meta({ description: 'Part of the location, in any case.', examples: ['berlin'] }),
      status: jobStatus.optional().describe('Only jobs that are open, or only those that were closed.'),
      publishedFrom: timestamp.optional(),
      publishedTo: timestamp.optional(),
      runId: runId.optional().describe('Only jobs that this run created, or was the last to change.'),
      cursor,
      limit: limit(50, 200),
    }),
    response: jobPage,
  },
  getJob: {
    audience: 'browser',
    status: 200,
    params: z.strictObject({
      dedupeKey: z
        .string()
        .regex(/^[0-9a-f]{40}$/, 'must be a dedupeKey of 40 hex digits')
        .meta({
          description: 'The key of the job: 40 hex digits.',
          examples: ['2fd4e1c67a2d28fced849ee1bb76e7391b93eb12'],
        }),
    }),
    response: jobDetails,
  },
} satisfies Partial<RouteContracts>;
