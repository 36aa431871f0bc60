import { clientNetwork } from '@feedflow/shared/network/client-network';
import { SESSION_ID, SESSION_ID_HEADER } from '@feedflow/shared/network/dashboard-session';
import type { Context } from 'koa';
import type { Client } from './clients.ts';

/** The session of the dashboard that a request is made for; null where the client may not name one, or names none. */
export function sessionIdOf(ctx: Context, client: Client | null): string | null {
  const given = ctx.get(SESSION_ID_HEADER);
  // Any other client could evade a limit by naming another session each time.
  const isBelieved = client?.authenticated && client.mayCommand;
  return isBelieved && SESSION_ID.test(given) ? given : null;
}

/** By what the requests of a client are counted: the session it names, or its address. */
export function requestsKey(ctx: Context): string {
  const session: string | null = ctx.state['session'];
  return session === null ? clientNetwork(ctx.ip) : `session ${session}`;
}

/** By what the open streams of a client are counted: the session it names, its token, or its address. */
export function streamsKey(ctx: Context): string {
  const client: Client | null = ctx.state['client'];
  return ctx.state['session'] === null && client?.authenticated ? client.name : requestsKey(ctx);
}
