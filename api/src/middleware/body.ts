import { FeedflowError } from '@feedflow/shared/errors';
import bodyParser from '@koa/bodyparser';
import type { Middleware } from 'koa';

/** Methods that change nothing. Every other one is a command. */
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Reads JSON bodies up to 1 MB. Every command must say that it is JSON, also one without a body: a web page cannot
 * send that to another origin without being allowed to first, and a body of another type, read as empty, would
 * mean "everything".
 */
export function jsonBody(): Middleware {
  const parse = bodyParser({ enableTypes: ['json'], jsonLimit: '1mb' });
  return async (ctx, next) => {
    const hasBody = Number(ctx.get('Content-Length')) > 0 || ctx.get('Transfer-Encoding') !== '';
    const needsType = hasBody || !READS.has(ctx.method);
    if (needsType && !/^application\/json\s*(?:;|$)/i.test(ctx.get('Content-Type'))) {
      throw new FeedflowError(
        'media-type-unsupported',
        'a command must be sent with Content-Type: application/json, with or without a body',
      );
    }
    await parse(ctx, next);
  };
}
