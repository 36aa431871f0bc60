import { STATUS_CODES } from 'node:http';
import type { Problem } from '@feedflow/shared/api/problem';
import {
  type ErrorCode,
  type ErrorDetails,
  errorTraits,
  FeedflowError,
  shortened,
} from '@feedflow/shared/errors';
import { isMongoUnavailable } from '@feedflow/shared/mongo/errors';
import { isRedisUnavailable } from '@feedflow/shared/redis/unavailable';

/** The codes of errors that Koa and its middleware throw themselves. */
const CODE_BY_STATUS: Record<number, ErrorCode> = {
  400: 'request-invalid',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'payload-too-large',
  415: 'media-type-unsupported',
  501: 'method-not-allowed',
};

export function toProblem(error: FeedflowError, requestId: string): Problem {
  const { code, message } = error;
  const status = errorTraits(code).status;
  const details = Object.keys(error.details).length > 0 ? { details: error.details as ErrorDetails } : {};
  const title = code === 'internal' ? (STATUS_CODES[500] ?? '') : sentence(code);
  return {
    type: `urn:feedflow:error:${code}`,
    title,
    status,
    detail: message,
    code,
    requestId,
    error: { code, message, ...details, requestId },
  };
}

/** Whatever was thrown, as an error that may be shown. */
export function toShownError(thrown: unknown): FeedflowError {
  if (thrown instanceof FeedflowError && errorTraits(thrown.code).status !== 500) return thrown;
  if (isMongoUnavailable(thrown))
    return new FeedflowError('service-unavailable', 'MongoDB does not respond; try again');
  if (isRedisUnavailable(thrown))
    return new FeedflowError('service-unavailable', 'Redis accepts no writes now; try again');
  const status = thrown instanceof Error ? Reflect.get(thrown, 'status') : undefined;
  const code = typeof status === 'number' ? CODE_BY_STATUS[status] : undefined;
  if (code && thrown instanceof Error) return new FeedflowError(code, shortened(thrown.message, 300));
  return new FeedflowError('internal', 'an unexpected error occurred; the log has it under this request id');
}

function sentence(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
