import { z } from 'zod';
import { failureReport } from '../model/failure-group.ts';
import { inputLimits } from '../model/input-limits.ts';
import { heldJobs } from '../model/job-view.ts';
import { importLogPage, runDetails, runStatus, runTrigger } from '../model/run.ts';
import { runLogPage } from '../model/run-log.ts';
import { warningCodes } from '../model/warnings.ts';
import {
  cursor,
  limit,
  oneOrMore,
  reason,
  reasonCode,
  runId,
  searchText,
  sourceName,
  timestamp,
  wholeNumber,
} from './fields.ts';
import type { RouteContracts } from './route-contract.ts';

const count = z.int().min(0);
const params = z.strictObject({ runId });

const importBody = z
  .strictObject({
    source: z.string().min(1).max(inputLimits.nameLength).optional().describe('The name of the source.'),
    sourceUrl: z
      .string()
      .min(1)
      .max(inputLimits.urlLength)
      .optional()
      .describe('Its url, instead of its name.'),
    full: z
      .boolean()
      .optional()
      .describe('Reads all of the feed, not only what changed since the last full import.'),
    reason,
  })
  .refine((given) => !(given.source && given.sourceUrl), {
    error: 'give either source or sourceUrl, not both',
  });

const importStarted = z.object({
  runs: z.array(z.object({ runId: z.string(), sourceName: z.string(), sourceUrl: z.string() })),
  skipped: z.array(z.object({ sourceName: z.string(), reason: z.string(), runId: z.string().nullable() })),
});

/** The filters of every request about runs. */
const runFilters = z.strictObject({
  source: sourceName.optional(),
  status: oneOrMore(runStatus)
    .optional()
    .meta({ description: 'One status, or several separated by commas.', examples: [['failed', 'partial']] }),
  trigger: runTrigger.optional().describe('What started the run.'),
  from: timestamp.optional(),
  to: timestamp.optional(),
  warning: z
    .enum(['any', ...warningCodes])
    .optional()
    .describe('Runs with a warning of this code, or with any.'),
  text: searchText.optional().meta({
    description:
      'Part of a source name, of a feed URL, of an error code or message, or of the reason of a failed record; or the first four or more digits of a run id.',
    examples: ['unreachable'],
  }),
});
export type RunFilters = z.output<typeof runFilters>;

const SORTS = ['startedAt', 'durationMs', 'totalFetched', 'failedJobs'] as const;

/** A field, with a minus before it for the largest first. */
const runSort = z
  .enum([...SORTS, ...SORTS.map((field) => `-${field}` as const)])
  .default('-startedAt')
  .describe('With a minus the largest first. By durationMs, runs that have not ended are left out.');

const position = wholeNumber(0, 999_999_999).meta({
  description: 'The position of the record in the feed, from 0.',
  examples: [17],
});

const rerunBody = z.strictObject({
  batches: z
    .array(z.int().min(0))
    .min(1)
    .max(100_000)
    .optional()
    .describe('Indexes of the batches to run again; without it, all that failed.'),
  reason,
});

export const runContract = {
  startImport: { audience: 'browser', status: 202, body: importBody, response: importStarted },
  followRuns: {
    audience: 'browser',
    status: 200,
    query: z.strictObject({ runId: runId.optional() }),
    mediaType: 'text/event-stream',
  },
  exportRuns: { audience: 'browser', status: 200, query: runFilters, mediaType: 'text/csv' },
  listRuns: {
    audience: 'browser',
    status: 200,
    query: runFilters.extend({ sort: runSort, cursor, limit: limit(50, 200) }),
    response: importLogPage,
  },
  getRun: { audience: 'browser', status: 200, params, response: runDetails },
  listRunEvents: {
    audience: 'browser',
    status: 200,
    params,
    query: z.strictObject({ cursor, limit: limit(100, 300) }),
    response: runLogPage,
  },
  groupFailures: {
    audience: 'browser',
    status: 200,
    params,
    query: z.strictObject({
      reason: reasonCode.optional(),
      samples: wholeNumber(1, 200).default(5).describe('The maximum number of samples per group.'),
      skip: wholeNumber(0, 50_000)
        .default(0)
        .describe('How many samples of each group to leave out: those of earlier pages.'),
    }),
    response: failureReport,
  },
  exportFailures: { audience: 'browser', status: 200, params, mediaType: 'application/x-ndjson' },
  readRawRecord: {
    audience: 'browser',
    status: 200,
    params: z.strictObject({ runId, position }),
    mediaType: 'text/plain',
  },
  listHeldJobs: {
    audience: 'browser',
    status: 200,
    params,
    query: z.strictObject({ limit: limit(50, 200) }),
    response: heldJobs,
  },
  rerunBatches: {
    audience: 'browser',
    status: 202,
    params,
    body: rerunBody,
    response: z.object({ runId: z.string(), attempt: count, batches: count, records: count }),
  },
  cancelRun: {
    audience: 'browser',
    status: 202,
    params,
    body: z.strictObject({ reason }),
    response: z.object({ runId: z.string(), cancelledBatches: count }),
  },
  confirmRemoval: {
    audience: 'browser',
    status: 200,
    params,
    body: z.strictObject({ reason }),
    response: z.object({ runId: z.string(), removedJobs: count }),
  },
} satisfies Partial<RouteContracts>;
