import type { AuditLog } from '@feedflow/shared/mongo/audit-log';
import type { RoutesOf } from '../routing/route.ts';

const AUDIT_DESCRIPTION = `Also logins to the dashboard, and sources that the feeds file added or changed (client \`feeds file\`). Entries are kept for AUDIT_RETENTION_DAYS. What is refused again in the same way within an hour is counted in \`times\`.

\`session\` and \`sessionAddress\` are what the client said about its own client, in the headers X-Feedflow-Session and X-Feedflow-Session-Address. They are taken from requests with API_TOKEN only; whoever has that token can write into them what they like.`;

/** GET /api/audit: who commanded what. POST /api/audit/logins: who logged in to a dashboard. */
export function auditRoutes(deps: { auditLog: AuditLog }): RoutesOf<'listAudit' | 'noteLogin'> {
  return {
    listAudit: {
      tag: 'Audit',
      access: 'read',
      summary: 'Commands given through the API, newest first',
      description: AUDIT_DESCRIPTION,
      response: {
        description: 'A page of the audit log.',
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
      handle: ({ query: wanted }) => deps.auditLog.list(wanted),
    },
    noteLogin: {
      tag: 'Audit',
      access: 'command',
      summary: 'Write a login to a dashboard into the audit log',
      description:
        'For dashboards, which report a login, a refused login and a logout here. Whose it is, the headers X-Feedflow-Session and X-Feedflow-Session-Address say.',
      bodyExample: { event: 'logIn', outcome: 'done' },
      response: { description: 'It is written down.' },
      handle: ({ body: { event, outcome }, note }) => note({ command: event, outcome }),
    },
  };
}
