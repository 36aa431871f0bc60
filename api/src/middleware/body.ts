import { FeedflowError } from '@feedflow/shared/errors';
import type { Middleware } from 'koa';
import { readJson } from './read-json.ts';
import type { RequestState } from './request-id.ts';

/** Methods that change nothing. Every other one is a command. */
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Reads JSON bodies up to 1 MB. Every command must say that it is JSON, also one without a body: a web page cannot
 * send that to another origin without being allowed to first, and a body of another type, read as empty, would
 * mean "everything".
 */
export function jsonBody(): Middleware<RequestState> {
  return async (ctx, next) => {
    const hasBody = Number(ctx.get('Content-Length')) > 0 || ctx.get('Transfer-Encoding') !== '';
    const isCommand = !READS.has(ctx.method);
    const needsType = hasBody || isCommand;
    if (needsType && !/^application\/json\s*(?:;|$)/i.test(ctx.get('Content-Type'))) {
      throw new FeedflowError(
        'media-type-unsupported',
        'a command must be sent with Content-Type: application/json, with or without a body',
      );
    }
    if (hasBody && isCommand) ctx.state.body = await readJson(ctx.req);
    await next();
  };
}
