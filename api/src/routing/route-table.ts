import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { Commands } from '../commands/commands.ts';
import type { NotedFacts, Route, Routes } from './route.ts';
import { validate } from './validate.ts';

export interface RouteTable extends Routes {
  /** All routes, in the order in which they were added. */
  readonly all: readonly Route[];
  /** The route that will answer, if any. */
  find(method: string, path: string): Route | undefined;
  middleware(): Middleware[];
}

const nothing = z.strictObject({});

/** Registers routes with koa's router: checks what comes in, calls the handler, and sends what it returns. */
export function createRouteTable(deps: { commands: Commands }): RouteTable {
  const router = new Router();
  const byOperation = new Map<string, Route>();

  return {
    add: (route, handler) => {
      byOperation.set(route.operation, route as unknown as Route);
      const { params = nothing, query = nothing, body = nothing, answer } = route;
      router.register(route.path, [route.method], handle, { name: route.operation });

      async function handle(ctx: Context): Promise<void> {
        const noted: NotedFacts = {};
        const request = {
          params: validate(params, ctx['params']) as never,
          query: validate(query, { ...ctx.query }) as never,
          body: validate(body, ctx.state['body']) as never,
          client: ctx.state['client'],
          ctx,
          note: (facts: NotedFacts) => void Object.assign(noted, facts),
        };
        // Before the handler, which may choose another one.
        ctx.status = answer.status ?? 200;
        const perform = async () => handler(request);
        const answered =
          route.access === 'command'
            ? await deps.commands.perform(ctx, { route: route as unknown as Route, request, noted }, perform)
            : await perform();
        if (answer.schema) ctx.body = answered;
        else if (!answer.type) ctx.body = null;
      }
    },
    get all() {
      return [...byOperation.values()];
    },
    find: (method, path) => {
      const layers = router.match(path, method).pathAndMethod;
      return byOperation.get(layers[0]?.name ?? '');
    },
    middleware: () => [router.routes() as Middleware, router.allowedMethods() as Middleware],
  };
}
