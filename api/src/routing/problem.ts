import { STATUS_CODES } from 'node:http';
import { type ErrorCode, type ErrorDetails, FeedflowError } from '@feedflow/shared/errors';
import { isMongoUnavailable } from '@feedflow/shared/mongo/errors';
import { isRedisUnavailable } from '@feedflow/shared/redis/unavailable';
import { z } from 'zod';

/** The status of each error that may leave the API. An error of another code is a 500, and its words stay here. */
const STATUS_BY_CODE: Partial<Record<ErrorCode, number>> = {
  'request-invalid': 400,
  'sources-invalid': 400,
  unauthorized: 401,
  'session-ended': 401,
  forbidden: 403,
  'origin-refused': 403,
  'not-found': 404,
  'run-unknown': 404,
  'batch-unknown': 404,
  'source-unknown': 404,
  'job-unknown': 404,
  'method-not-allowed': 405,
  'run-already-running': 409,
  'source-disabled': 409,
  'source-exists': 409,
  'source-changed': 409,
  'run-not-running': 409,
  'idempotency-key-in-use': 409,
  'payload-too-large': 413,
  'media-type-unsupported': 415,
  'host-unknown': 421,
  'nothing-to-rerun': 422,
  'nothing-to-confirm': 422,
  'text-search-off': 422,
  'query-too-broad': 422,
  'idempotency-key-reused': 422,
  'fetch-failed': 422,
  'too-many-requests': 429,
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

/** Every error answer: RFC 9457, with the same facts once more under `error`. */
export const problem = z.object({
  type: z.string().describe('urn:feedflow:error: and the code.'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What was wrong, what was expected, what to do.'),
  code: z.string(),
  requestId: z.string().describe('Also in the X-Request-Id header and in every log line about the request.'),
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    requestId: z.string(),
  }),
});
export type Problem = z.infer<typeof problem>;

/** What reading a feed can fail with: the only way it reaches a client as an error is a preview. */
export function statusOf(code: ErrorCode): number {
  return STATUS_BY_CODE[code] ?? (code.startsWith('feed-') ? 422 : 500);
}

export function toProblem(error: FeedflowError, requestId: string): Problem {
  const { code, message } = error;
  const status = statusOf(code);
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
  if (thrown instanceof FeedflowError && statusOf(thrown.code) !== 500) return thrown;
  if (isMongoUnavailable(thrown))
    return new FeedflowError('service-unavailable', 'MongoDB does not answer; try again');
  if (isRedisUnavailable(thrown))
    return new FeedflowError('service-unavailable', 'Redis takes no writes now; try again');
  const status = thrown instanceof Error ? Reflect.get(thrown, 'status') : undefined;
  const code = typeof status === 'number' ? CODE_BY_STATUS[status] : undefined;
  if (code && thrown instanceof Error) return new FeedflowError(code, thrown.message.slice(0, 300));
  return new FeedflowError('internal', 'something went wrong here; the log has it under this request id');
}

function sentence(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
