import { randomUUID } from 'node:crypto';
import type { Log } from '@feedflow/shared/process/log';
import type { Middleware } from 'koa';
import type { Client } from '../access/clients.ts';

/** What every request carries through the middleware. */
export interface RequestState {
  requestId: string;
  log: Log;
  /** Who sent it; null for a client without a token at an open route. */
  client: Client | null;
  /** The session of the dashboard that sent it. */
  session: string | null;
  /** The body of a command; empty where none was sent. */
  body: object;
}

/** Gives each request an id, for its response and its log lines, and logs how it ended. */
export function requestId(log: Log): Middleware<RequestState> {
  return async (ctx, next) => {
    ctx.state.requestId = randomUUID();
    ctx.state.client = null;
    ctx.state.session = null;
    ctx.state.body = {};
    ctx.state.log = log.child({ requestId: ctx.state.requestId });
    ctx.set('X-Request-Id', ctx.state.requestId);
    const startedAt = performance.now();
    try {
      await next();
    } finally {
      const durationMs = Math.round(performance.now() - startedAt);
      const { method, status } = ctx;
      const [path = ''] = ctx.url.slice(0, 300).split('?');
      ctx.state.log[status >= 500 ? 'warn' : 'debug']({ method, path, status, durationMs }, 'request');
    }
  };
}
