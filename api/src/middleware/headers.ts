import type { Middleware } from 'koa';
import helmet from 'koa-helmet';

/** Responses are for programs, and soon outdated: nothing is cached, sniffed, framed or run. */
export function securityHeaders(): Middleware {
  const secure = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
  return (ctx, next) => {
    ctx.set('Cache-Control', 'no-store');
    return secure(ctx, next);
  };
}
