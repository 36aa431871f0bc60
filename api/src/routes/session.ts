import { FeedflowError } from '@feedflow/shared/errors';
import { session } from '@feedflow/shared/session';
import type { Routes } from '../routing/route.ts';

/** GET /api/session: what a client may do, for a page that shows only what it may. */
export function sessionRoutes(
  routes: Routes,
  options: { version: string; environment: string | null },
): void {
  const { version, environment } = options;
  routes.add(
    {
      method: 'get',
      path: '/api/session',
      operation: 'getSession',
      tag: 'Session',
      access: 'read',
      summary: 'What the token of this request may do',
      description: 'Where no token is set, everyone is `anyone` and may do everything.',
      answer: {
        description: 'Who is asking.',
        schema: session,
        example: {
          ...{ authenticated: true, name: 'API_READ_TOKEN', access: 'read' },
          ...{ version: '0.1.0', environment: 'production' },
        },
      },
    },
    ({ client }) => {
      // The route is not open: whoever comes here is known.
      if (!client) throw new FeedflowError('unauthorized', 'this needs a token');
      const { name, authenticated, mayCommand } = client;
      const access = mayCommand ? ('full' as const) : ('read' as const);
      return { name, authenticated, access, version, environment };
    },
  );
}
