import type { Middleware } from 'koa';

/** Answers are for programs, and true for a moment only: nothing is cached, sniffed, framed or run. */
export function securityHeaders(): Middleware {
  return async (ctx, next) => {
    ctx.set({
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'Referrer-Policy': 'no-referrer',
    });
    await next();
  };
}
