import { z } from 'zod';
import { auditPage } from '../model/audit-entry.ts';
import { inputLimits } from '../model/input-limits.ts';
import { cursor, limit } from './fields.ts';
import type { RouteContracts } from './route-contract.ts';

export const auditContract = {
  listAudit: {
    audience: 'browser',
    status: 200,
    query: z.strictObject({
      client: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .meta({
          description: 'The name of the token that sent the commands, or `feeds file`.',
          examples: ['API_TOKEN'],
        }),
      command: z
        .string()
        .min(1)
        .max(inputLimits.filterTextLength)
        .optional()
        .meta({
          description: 'An operation of this description, `logIn` or `logOut`.',
          examples: ['startImport'],
        }),
      target: z
        .string()
        .min(1)
        .max(inputLimits.urlLength)
        .optional()
        .meta({
          description: 'A source name or a run id.',
          examples: ['Acme careers'],
        }),
      cursor,
      limit: limit(50, 200),
    }),
    response: auditPage,
  },
  noteLogin: {
    audience: 'server',
    status: 204,
    body: z.strictObject({
      event: z.enum(['logIn', 'logOut']),
      outcome: z
        .enum(['done', 'password-wrong', 'too-many-requests'])
        .default('done')
        .describe('How it ended: only a login can be refused.'),
    }),
  },
} satisfies Partial<RouteContracts>;
