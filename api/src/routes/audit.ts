import { auditPage } from '@feedflow/shared/model/audit-entry';
import type { AuditLog } from '@feedflow/shared/mongo/audit-log';
import { z } from 'zod';
import { cursor, limit } from '../routing/fields.ts';
import type { Routes } from '../routing/route.ts';

const AUDIT_DESCRIPTION = `Also logins to the dashboard, and sources that the feeds file added or changed (client \`feeds file\`). Entries are kept for AUDIT_RETENTION_DAYS. What is refused again in the same way within an hour is counted in \`times\`.

\`session\` and \`sessionAddress\` are what the client said about its own client, in the headers X-Feedflow-Session and X-Feedflow-Session-Address. They are taken from requests with API_TOKEN only; whoever has that token can write into them what they like.`;

const query = z.strictObject({
  client: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({
      description: 'The name of the token that gave the commands, or `feeds file`.',
      examples: ['API_TOKEN'],
    }),
  command: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .meta({
      description: 'An operation of this description, `logIn` or `logOut`.',
      examples: ['startImport'],
    }),
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

const login = z.strictObject({
  event: z.enum(['logIn', 'logOut']),
  outcome: z
    .enum(['done', 'password-wrong', 'too-many-requests'])
    .default('done')
    .describe('How it ended: only a login can be refused.'),
});

/** GET /api/audit: who commanded what. POST /api/audit/logins: who logged in to a dashboard. */
export function auditRoutes(routes: Routes, deps: { auditLog: AuditLog }): void {
  routes.add(
    {
      method: 'get',
      path: '/api/audit',
      operation: 'listAudit',
      tag: 'Audit',
      access: 'read',
      summary: 'Commands given through the API, newest first',
      description: AUDIT_DESCRIPTION,
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
              session: 'dashboard:command:5f3a09c1',
              sessionAddress: '192.0.2.7',
              command: 'startImport',
              target: 'Acme careers',
              count: 1,
              reason: 'a new feed',
              changes: null,
              outcome: 'done',
              requestId: '3f1c7a52-3c0e-4f3a-9c1b-2f6f6a1d2e10',
              times: 1,
              lastAt: '2026-01-31T12:15:00.000Z',
            },
          ],
          nextCursor: null,
        },
      },
    },
    ({ query: wanted }) => deps.auditLog.list(wanted),
  );

  routes.add(
    {
      method: 'post',
      path: '/api/audit/logins',
      operation: 'noteLogin',
      tag: 'Audit',
      access: 'command',
      summary: 'Write a login to a dashboard into the audit log',
      description:
        'For dashboards, which report a login, a refused login and a logout here. Whose it is, the headers X-Feedflow-Session and X-Feedflow-Session-Address say.',
      body: login,
      bodyExample: { event: 'logIn', outcome: 'done' },
      answer: { status: 204, description: 'It is written down.' },
    },
    ({ body: { event, outcome }, note }) => note({ command: event, outcome }),
  );
}
