import { contract } from '@feedflow/shared/api/contract';
import { operationNames, paths } from '@feedflow/shared/api/paths';
import type { Clock } from '@feedflow/shared/process/clock';
import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { Commands } from '../commands/commands.ts';
import type { AuditFacts, Routes, ServedRoute } from './route.ts';
import { validate, validateQuery } from './validate.ts';

export interface RouteTable {
  /** All routes, in the order of `paths`. */
  readonly all: readonly ServedRoute[];
  /** The route that handles such a request, if any. */
  find(method: string, path: string): ServedRoute | undefined;
  middleware(): Middleware[];
}

const nothing = z.strictObject({});

/**
 * Registers routes with koa's router: checks each request against the contract, calls the handler, and sends what
 * it returns.
 */
export function createRouteTable(deps: { commands: Commands; clock: Clock }, routes: Routes): RouteTable {
  const router = new Router();
  const all = operationNames.map((operation): ServedRoute => {
    const [method, path] = paths[operation];
    return { ...routes[operation], operation, method, path, contract: contract[operation] };
  });
  const byOperation = new Map<string, ServedRoute>(all.map((route) => [route.operation, route]));
  for (const route of all) {
    router.register(route.path, [route.method], (ctx) => handle(route, ctx), { name: route.operation });
  }

  async function handle(route: ServedRoute, ctx: Context): Promise<void> {
    const { params = nothing, query = nothing, body = nothing, status, response, mediaType } = route.contract;
    const auditFacts: AuditFacts = {};
    const request = {
      params: validate(params, ctx['params']),
      query: validateQuery(query, { ...ctx.query }, deps.clock()),
      body: validate(body, ctx.state['body']),
      client: ctx.state['client'],
      ctx,
      audit: (facts: AuditFacts) => void Object.assign(auditFacts, facts),
    };
    // Before the handler, which may choose another one.
    ctx.status = status;
    const perform = async () => route.handle(request as never);
    const result =
      route.access === 'command'
        ? await deps.commands.perform(ctx, { route, request, auditFacts }, perform)
        : await perform();
    if (response) ctx.body = result;
    else if (!mediaType) ctx.body = null;
  }

  return {
    all,
    find: (method, path) => {
      const layers = router.match(path, method).pathAndMethod;
      return byOperation.get(layers[0]?.name ?? '');
    },
    middleware: () => [router.routes() as Middleware, router.allowedMethods() as Middleware],
  };
}
