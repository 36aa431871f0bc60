import type { Middleware } from 'koa';

/** Redirects the address of the API itself, which has no route, to its documentation. */
export function docsAtRoot(): Middleware {
  return (ctx, next) => {
    if (ctx.path !== '/' || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    ctx.redirect('/api/docs/');
    return undefined;
  };
}
