import { z } from 'zod';
import { JOB_FORMATS, jobFormats } from '../jobs-out/formats.ts';
import { EMPLOYMENT_TYPES } from '../model/employment-types.ts';
import { jobCount, jobDetails, jobPage } from '../model/job-view.ts';
import { cursor, limit, runId, searchText, sourceName, timestamp } from './fields.ts';
import type { RouteContracts } from './route-contract.ts';

const jobFilters = z.strictObject({
  source: sourceName.optional().meta({
    description: 'The name of a source, also of one that was deleted as long as jobs or runs of it are kept.',
    examples: ['Acme careers'],
  }),
  text: searchText.optional().meta({
    description: 'Words of the title; `textSearch` of the session says whether this is available.',
    examples: ['nurse'],
  }),
  company: searchText
    .optional()
    .meta({ description: 'Part of the company, in any case.', examples: ['acme'] }),
  location: searchText
    .optional()
    .meta({ description: 'Part of the location, in any case.', examples: ['berlin'] }),
  status: z
    .enum(['open', 'closed', 'expired'])
    .optional()
    .describe(
      'Only jobs that are open, or closed; expired: those that are closed since their expiresAt is past.',
    ),
  employmentType: z
    .enum(EMPLOYMENT_TYPES)
    .optional()
    .describe('Only jobs with this among their normalized employment types.'),
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters: DE')
    .optional()
    .meta({ description: 'The normalized country, ISO 3166-1 alpha-2.', examples: ['DE'] }),
  language: z
    .string()
    .regex(/^[a-z]{2}$/, 'must be two letters: de')
    .optional()
    .meta({ description: 'The normalized language, ISO 639-1.', examples: ['de'] }),
  publishedFrom: timestamp.optional(),
  publishedTo: timestamp.optional(),
  runId: runId.optional().describe('Only jobs that this run created, or was the last to change or reopen.'),
});
export type JobFilters = z.output<typeof jobFilters>;

/** A minus means descending. */
const jobSort = z
  .enum(['-publishedAt', 'publishedAt', '-createdAt', 'createdAt', '-closedAt', 'closedAt'])
  .optional()
  .describe(
    'Default: -publishedAt; with text or runId -createdAt. publishedAt leaves out jobs without a date, closedAt open jobs.',
  );
export type JobSort = NonNullable<z.output<typeof jobSort>>;

export const jobContract = {
  listJobs: {
    audience: 'browser',
    status: 200,
    query: jobFilters.extend({ sort: jobSort, cursor, limit: limit(50, 200) }),
    response: jobPage,
  },
  countJobs: { audience: 'browser', status: 200, query: jobFilters, response: jobCount },
  exportJobs: {
    audience: 'browser',
    status: 200,
    params: z.strictObject({
      format: z
        .enum(JOB_FORMATS)
        .describe(
          'csv: without descriptions; ndjson: a job per line; jsonld: JobPosting of schema.org; xml: as Indeed reads it.',
        ),
    }),
    query: jobFilters.extend({
      status: z
        .enum(['open', 'closed', 'expired', 'all'])
        .optional()
        .describe('As for the list, or all. Default: open; all for csv.'),
      sort: jobSort,
    }),
    mediaType: JOB_FORMATS.map((format) => jobFormats[format].mediaType),
    otherResponses: { 304: null },
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
