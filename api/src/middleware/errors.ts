import { type ErrorCode, type ErrorDetails, FeedflowError } from '@feedflow/shared/errors';
import { isMongoUnavailable } from '@feedflow/shared/mongo/unavailable';
import type { Middleware } from 'koa';
import type { RequestState } from './request-id.ts';

const STATUS_BY_CODE: Partial<Record<ErrorCode, number>> = {
  'request-invalid': 400,
  unauthorized: 401,
  'not-found': 404,
  'run-unknown': 404,
  'source-unknown': 404,
  'method-not-allowed': 405,
  'run-already-running': 409,
  'source-disabled': 409,
  'run-not-running': 409,
  'payload-too-large': 413,
  'media-type-unsupported': 415,
  'nothing-to-rerun': 422,
  'service-unavailable': 503,
  'too-many-clients': 503,
};

/** The codes of errors that Koa and its middleware throw themselves. */
const CODE_BY_STATUS: Record<number, ErrorCode> = {
  400: 'request-invalid',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'payload-too-large',
  415: 'media-type-unsupported',
  501: 'method-not-allowed',
};

export interface ErrorBody {
  error: { code: ErrorCode; message: string; details?: ErrorDetails; requestId: string };
}

/** First in the chain: turns whatever is thrown into a JSON answer. What is not ours to show stays in the log. */
export function errors(): Middleware<RequestState> {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) {
        throw new FeedflowError('not-found', `there is nothing at ${ctx.method} ${ctx.path.slice(0, 200)}`);
      }
    } catch (thrown) {
      const error = named(thrown);
      ctx.status = STATUS_BY_CODE[error.code] ?? 500;
      if (ctx.status >= 500) ctx.state.log.error({ err: thrown, code: error.code }, 'request failed');
      if (ctx.status === 401) ctx.set('WWW-Authenticate', 'Bearer realm="feedflow"');
      if (ctx.status === 503) ctx.set('Retry-After', '5');
      const details = Object.keys(error.details).length > 0 ? { details: error.details } : {};
      ctx.body = {
        error: { code: error.code, message: error.message, ...details, requestId: ctx.state.requestId },
      } satisfies ErrorBody;
    }
  };
}

function named(thrown: unknown): FeedflowError {
  if (thrown instanceof FeedflowError && STATUS_BY_CODE[thrown.code]) return thrown;
  if (isMongoUnavailable(thrown))
    return new FeedflowError('service-unavailable', 'MongoDB does not answer; try again');
  const status = thrown instanceof Error ? Reflect.get(thrown, 'status') : undefined;
  const code = typeof status === 'number' ? CODE_BY_STATUS[status] : undefined;
  if (code && thrown instanceof Error) return new FeedflowError(code, thrown.message.slice(0, 300));
  return new FeedflowError('internal', 'something went wrong here; the log has it under this request id');
}
