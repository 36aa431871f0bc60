import { z } from 'zod';
import { jobChangePage } from '../model/job-change.ts';
import { cursor, limit } from './fields.ts';
import type { RouteContracts } from './route-contract.ts';

const changesCursor = cursor.describe(
  'The nextCursor of the response before, or the cursor of a change; without it, from the beginning.',
);

export const changeContract = {
  listChanges: {
    audience: 'server',
    status: 200,
    query: z.strictObject({ cursor: changesCursor, limit: limit(100, 500) }),
    response: jobChangePage,
  },
  followChanges: {
    audience: 'server',
    status: 200,
    query: z.strictObject({ cursor: changesCursor }),
    mediaType: 'text/event-stream',
  },
} satisfies Partial<RouteContracts>;
