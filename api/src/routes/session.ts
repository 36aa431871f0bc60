import { HOUR_MS } from '@feedflow/shared/durations';
import { FeedflowError } from '@feedflow/shared/errors';
import type { Database } from '@feedflow/shared/mongo/database';
import { MAX_SESSION_HOURS } from '@feedflow/shared/network/dashboard-session';
import type { Clock } from '@feedflow/shared/process/clock';
import type { RoutesOf } from '../routing/route.ts';

/** GET /api/session: what a client may do. DELETE: the dashboard logs someone out. */
export function sessionRoutes(
  { endedSessions, jobSearch, clock }: Pick<Database, 'endedSessions' | 'jobSearch'> & { clock: Clock },
  options: { version: string; environment: string | null },
): RoutesOf<'getSession' | 'endSession'> {
  const { version, environment } = options;
  return {
    getSession: {
      tag: 'Session',
      access: 'read',
      summary: 'What the token of this request may do',
      description: 'Where no token is set, every client is `anyone` and may do everything.',
      response: {
        description: 'The client that sent the request.',
        example: {
          authenticated: true,
          name: 'API_READ_TOKEN',
          access: 'read',
          version: '0.1.0',
          environment: 'production',
          textSearch: true,
        },
      },
      handle: ({ client }) => {
        // The route is not open: the client is known here.
        if (!client) throw new FeedflowError('unauthorized', 'this needs a token');
        const { name, authenticated, mayCommand } = client;
        const access = mayCommand ? ('full' as const) : ('read' as const);
        const textSearch = jobSearch.hasTextIndex();
        return { name, authenticated, access, version, environment, textSearch };
      },
    },
    endSession: {
      tag: 'Session',
      access: 'command',
      summary: 'End a session of the dashboard',
      description:
        'The session is the one that the header X-Feedflow-Session-Id names. Every request for it is a 401 from then on. The dashboard sends this when someone logs out.',
      response: { description: 'It has ended.' },
      handle: async ({ ctx }) => {
        const id: string | null = ctx.state['session'];
        if (id === null) {
          throw new FeedflowError(
            'request-invalid',
            'this needs API_TOKEN and a session of the dashboard in the header X-Feedflow-Session-Id',
          );
        }
        await endedSessions.add(id, new Date(clock().getTime() + MAX_SESSION_HOURS * HOUR_MS));
      },
    },
  };
}
