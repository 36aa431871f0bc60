import { auditPage } from '@feedflow/shared/audit-entry';
import type { AuditLog } from '@feedflow/shared/mongo/audit-log';
import { z } from 'zod';
import { cursor, limit } from '../routing/fields.ts';
import type { Routes } from '../routing/route.ts';

const query = z.strictObject({
  client: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({
      description: 'The name of the token that gave the commands.',
      examples: ['API_TOKEN'],
    }),
  command: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'An operation of this description.', examples: ['startImport'] }),
  target: z
    .string()
    .min(1)
    .max(4000)
    .optional()
    .meta({
      description: 'A source name or a run id.',
      examples: ['Acme careers'],
    }),
  cursor,
  limit: limit(50, 200),
});

/** GET /api/audit: who commanded what. */
export function auditRoutes(routes: Routes, deps: { auditLog: AuditLog }): void {
  routes.add(
    {
      method: 'get',
      path: '/api/audit',
      operation: 'listAudit',
      tag: 'Audit',
      access: 'read',
      summary: 'Commands given through the API, newest first',
      description: 'The log has room for some 50,000 commands; the oldest make room for new ones.',
      query,
      answer: {
        description: 'A page of the audit log.',
        schema: auditPage,
        example: {
          items: [
            {
              auditId: '665f1c2ab7e4d90012ab34ce',
              at: '2026-01-31T12:15:00.000Z',
              client: 'API_TOKEN',
              address: '127.0.0.1',
              command: 'startImport',
              target: 'Acme careers',
              count: 1,
              reason: 'a new feed',
              outcome: 'done',
              requestId: '3f1c7a52-3c0e-4f3a-9c1b-2f6f6a1d2e10',
            },
          ],
          nextCursor: null,
        },
      },
    },
    ({ query: wanted }) => deps.auditLog.list(wanted),
  );
}
