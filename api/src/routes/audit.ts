import type { AuditLog } from '@feedflow/shared/mongo/audit-log';
import type { RoutesOf } from '../routing/route.ts';

const AUDIT_DESCRIPTION = `Also logins to the dashboard, and sources that the feeds file added or changed (client \`feeds file\`). Entries are kept for AUDIT_RETENTION_DAYS. Refusals of the same command within an hour are counted in \`times\`.

\`session\` and \`sessionAddress\` are what the client reports about its own client, in the headers X-Feedflow-Session and X-Feedflow-Session-Address. They are taken from requests with API_TOKEN only; a client with that token can set them freely.`;

/** GET /api/audit: who sent which command. POST /api/audit/logins: who logged in to a dashboard. */
export function auditRoutes(deps: { auditLog: AuditLog }): RoutesOf<'listAudit' | 'noteLogin'> {
  return {
    listAudit: {
      tag: 'Audit',
      access: 'read',
      summary: 'Commands sent through the API, newest first',
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
      handle: ({ query }) => deps.auditLog.list(query),
    },
    noteLogin: {
      tag: 'Audit',
      access: 'command',
      summary: 'Write a login to a dashboard into the audit log',
      description:
        'For dashboards, which report a login, a refused login and a logout here. The headers X-Feedflow-Session and X-Feedflow-Session-Address name its session.',
      bodyExample: { event: 'logIn', outcome: 'done' },
      response: { description: 'It is recorded.' },
      handle: ({ body: { event, outcome }, audit }) => audit({ command: event, outcome }),
    },
  };
}
