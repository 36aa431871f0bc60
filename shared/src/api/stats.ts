import { z } from 'zod';
import { removedRuns, runStats } from '../model/run-stats.ts';
import { moment, sourceName, wholeNumber } from './fields.ts';
import type { RouteContracts } from './route-contract.ts';

export const statsContract = {
  getRunStats: {
    audience: 'browser',
    status: 200,
    query: z.strictObject({
      from: moment
        .optional()
        .describe('Runs begun at or after this moment. Without it, 24 hours before `to`.'),
      to: moment.optional().describe('Runs begun before this moment. Without it, now.'),
      source: sourceName.optional(),
      buckets: wholeNumber(1, 200).default(60).describe('The most buckets the time is cut into.'),
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
      from: moment.optional().describe('Runs of days (UTC) that begin at or after this moment.'),
      to: moment.optional().describe('Runs of days (UTC) that begin before this moment.'),
      source: sourceName.optional(),
    }),
    response: removedRuns,
  },
} satisfies Partial<RouteContracts>;
