import { z } from 'zod';
import { removedRuns, runStats } from '../model/run-stats.ts';
import { sourceName, timestamp, wholeNumber } from './fields.ts';
import type { RouteContracts } from './route-contract.ts';

export const statsContract = {
  getRunStats: {
    audience: 'browser',
    status: 200,
    query: z.strictObject({
      from: timestamp
        .optional()
        .describe('Runs that started at or after this timestamp. Without it, 24 hours before `to`.'),
      to: timestamp.optional().describe('Runs that started before this timestamp. Without it, now.'),
      source: sourceName.optional(),
      buckets: wholeNumber(1, 200).default(60).describe('The maximum number of buckets.'),
      timezone: z
        .string()
        .min(1)
        .max(60)
        .default('UTC')
        .describe('The IANA time zone in which buckets begin at round times, such as Europe/Berlin.'),
    }),
    response: runStats,
  },
  getRemovedRuns: {
    audience: 'server',
    status: 200,
    query: z.strictObject({
      from: timestamp.optional().describe('Runs of days (UTC) that begin at or after this timestamp.'),
      to: timestamp.optional().describe('Runs of days (UTC) that begin before this timestamp.'),
      source: sourceName.optional(),
    }),
    response: removedRuns,
  },
} satisfies Partial<RouteContracts>;
