import { z } from 'zod';
import { feedPreview, previewLimits } from '../model/feed-preview.ts';
import {
  basicAuth,
  changedSource,
  failureThreshold,
  feedUrl,
  headerValue,
  missedRuns,
  sourceConfig,
  sourceDetails,
  sourceHeaders,
  sourceMapping,
} from '../model/source.ts';
import { reason, sourceName } from './fields.ts';
import type { RouteContracts } from './route-contract.ts';

const params = z.strictObject({ name: sourceName });
const onlyReason = z.strictObject({ reason });

/** A new source, and why. */
const newSource = sourceConfig.safeExtend({ reason });

/** What to change about a source: what is absent stays, null takes away. Its name stays, too. */
const sourceChange = z
  .strictObject({
    url: feedUrl,
    schedule: z.string().max(100).nullable(),
    intervalMinutes: z.int().min(1).max(43_200).nullable(),
    timezone: z.string().max(60),
    enabled: z.boolean(),
    dialect: z.string().max(50).nullable(),
    mapping: sourceMapping.nullable(),
    removeVanished: z.boolean().nullable(),
    missedRuns: missedRuns.nullable(),
    failureThreshold: failureThreshold.nullable(),
    headers: z
      .record(z.string().max(100), headerValue.nullable())
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

const previewBody = z.strictObject({
  url: feedUrl,
  dialect: z.string().max(50).optional(),
  mapping: sourceMapping.optional(),
  headers: sourceHeaders.optional(),
  basicAuth: basicAuth.optional(),
  records: z
    .int()
    .min(1)
    .max(previewLimits.records)
    .default(200)
    .describe('The maximum number of records to read.'),
  samples: z.int().min(0).max(previewLimits.samples).default(5).describe('The number of jobs to show.'),
  reason,
});

export const sourceContract = {
  listSources: {
    audience: 'browser',
    status: 200,
    response: z.object({ items: z.array(sourceDetails) }),
  },
  addSource: { audience: 'browser', status: 201, body: newSource, response: sourceDetails },
  getSource: { audience: 'server', status: 200, params, response: sourceDetails },
  changeSource: { audience: 'browser', status: 200, params, body: sourceChange, response: changedSource },
  removeSource: { audience: 'browser', status: 204, params, query: onlyReason },
  enableSource: { audience: 'browser', status: 200, params, body: onlyReason, response: sourceDetails },
  disableSource: { audience: 'browser', status: 200, params, body: onlyReason, response: sourceDetails },
  previewFeed: { audience: 'browser', status: 200, body: previewBody, response: feedPreview },
} satisfies Partial<RouteContracts>;
