import { z } from 'zod';
import { feedPreview } from '../model/feed-preview.ts';
import { inputLimits } from '../model/input-limits.ts';
import { previewLimits } from '../model/preview-limits.ts';
import { qualityRules, sourceQuality } from '../model/quality.ts';
import { recordFilter } from '../model/record-filter-schema.ts';
import { count } from '../model/scalars.ts';
import {
  basicAuth,
  changedSource,
  closingParts,
  dialectName,
  FEW_HEADERS,
  failureThreshold,
  feedUrl,
  hasFewHeaders,
  headerName,
  headerValue,
  missedRuns,
  sourceConfig,
  sourceDetails,
  sourceMapping,
} from '../model/source.ts';
import { valueMaps } from '../values/value-maps.ts';
import { limit, reason, sourceName } from './fields.ts';
import type { RouteContracts } from './route-contract.ts';

const params = z.strictObject({ name: sourceName });
const newName = z.strictObject({ name: sourceConfig.shape.name.describe('The new name.'), reason });
const onlyReason = z.strictObject({ reason });
const removal = onlyReason.extend({
  closeJobs: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({
      description: 'Whether to close its open jobs too. Without a source nothing else closes them.',
      examples: ['true'],
    }),
});
const sourceWithJobs = sourceDetails.extend({
  openJobs: count.describe('Its open jobs, counted now.'),
  expiredJobs: count.describe('Its jobs that are closed since their expiresAt is past.'),
  tooOldJobs: count.describe('Its jobs that are closed after `closing.afterDays`.'),
});

/** An entry of the feeds file, without secrets. */
const exportedSource = z
  .object(sourceConfig.shape)
  .omit({ headers: true, basicAuth: true, removeVanished: true });
export type ExportedSource = z.output<typeof exportedSource>;

/** A new source, and why. */
const newSource = sourceConfig.safeExtend({ reason });

/** What to change about a source: what is absent stays, null takes away. Its name is changed by `renameSource`. */
const sourceChange = z
  .strictObject({
    url: feedUrl,
    schedule: z.string().max(inputLimits.scheduleLength).nullable(),
    intervalMinutes: z.int().min(1).max(inputLimits.maxIntervalMinutes).nullable(),
    timezone: z.string().max(60),
    enabled: z.boolean(),
    dialect: dialectName.nullable(),
    mapping: sourceMapping.nullable(),
    filter: recordFilter.nullable().describe('Replaces the filter as a whole; null imports all records.'),
    values: valueMaps
      .nullable()
      .describe(
        'What texts of the feed mean: the values that normalized values have for them. Replaces what was there.',
      ),
    closing: closingParts.nullable().describe('Parts that are absent stay; null is what new sources have.'),
    removeVanished: z.boolean().nullable().describe('The older spelling of `closing.missing`.'),
    missedRuns: missedRuns.nullable(),
    failureThreshold: failureThreshold.nullable(),
    quality: qualityRules
      .nullable()
      .describe('Takes the place of all rules that are set; null: the defaults apply.'),
    headers: z
      .record(z.string().max(inputLimits.headerNameLength), headerValue.nullable())
      .nullable()
      .describe(
        'Header by header: a value sets one, null takes it away. Null instead of an object: none are left.',
      ),
    basicAuth: basicAuth.nullable(),
    keepSecrets: z
      .boolean()
      .describe(
        'Whether headers and basicAuth that are set follow the source to a url of another origin; what this request sets itself is always for the new url. Not possible from https to http.',
      ),
  })
  .partial()
  .extend({ reason });
export type SourceChange = z.infer<typeof sourceChange>;

const textCount = z.object({ text: z.string(), jobs: count });
const unmappedValues = z.object({
  employmentType: z.array(textCount).describe('Parts of jobType.'),
  country: z.array(textCount),
  mapped: z
    .object({ employmentType: z.array(textCount), country: z.array(textCount) })
    .describe('The texts of the value maps of the source; those of no job have a `jobs` of 0.'),
  jobs: count.describe('The open jobs that were looked at.'),
  exact: z.boolean().describe('False if there are more jobs or texts than were looked at.'),
});

const previewBody = z.strictObject({
  url: feedUrl,
  source: sourceName
    .optional()
    .describe(
      'A saved source. Its stored headers and basicAuth are sent too, where the url would keep them if it was saved; null in headers or basicAuth leaves them out.',
    ),
  dialect: z.string().max(50).optional(),
  mapping: sourceMapping.optional(),
  filter: recordFilter.optional().describe('The response says which records it would skip.'),
  headers: z.record(headerName, headerValue.nullable()).refine(hasFewHeaders, FEW_HEADERS).optional(),
  basicAuth: basicAuth.nullable().optional(),
  records: z
    .int()
    .min(1)
    .max(previewLimits.records)
    .default(200)
    .describe('The maximum number of records to read.'),
  samples: z.int().min(0).max(previewLimits.samples).default(5).describe('The number of jobs to show.'),
  evidence: z
    .boolean()
    .default(false)
    .describe(
      `Whether to show what helps to map the fields: the first ${previewLimits.rawRecords} records as they were parsed, and paths for each field.`,
    ),
  reason,
});

export const sourceContract = {
  listSources: {
    audience: 'browser',
    status: 200,
    response: z.object({ items: z.array(sourceDetails) }),
  },
  exportSources: { audience: 'browser', status: 200, response: z.array(exportedSource) },
  addSource: { audience: 'browser', status: 201, body: newSource, response: sourceDetails },
  getSource: { audience: 'browser', status: 200, params, response: sourceWithJobs },
  getSourceQuality: {
    audience: 'browser',
    status: 200,
    params,
    query: z.strictObject({ limit: limit(30, 100) }),
    response: sourceQuality,
  },
  listUnmappedValues: { audience: 'browser', status: 200, params, response: unmappedValues },
  changeSource: { audience: 'browser', status: 200, params, body: sourceChange, response: changedSource },
  removeSource: { audience: 'browser', status: 204, params, query: removal },
  renameSource: { audience: 'browser', status: 200, params, body: newName, response: sourceDetails },
  enableSource: { audience: 'browser', status: 200, params, body: onlyReason, response: sourceDetails },
  disableSource: { audience: 'browser', status: 200, params, body: onlyReason, response: sourceDetails },
  previewFeed: { audience: 'browser', status: 200, body: previewBody, response: feedPreview },
} satisfies Partial<RouteContracts>;
