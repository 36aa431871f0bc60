/** Every failure Feedflow names. The dashboard, the API and import_logs show these words. */
export type ErrorCode =
  // a source or a request
  | 'settings-invalid'
  | 'sources-invalid'
  | 'request-invalid'
  | 'unauthorized'
  | 'forbidden'
  | 'session-ended'
  | 'host-unknown'
  | 'origin-refused'
  | 'too-many-requests'
  | 'method-not-allowed'
  | 'payload-too-large'
  | 'media-type-unsupported'
  | 'too-many-clients'
  | 'not-found'
  | 'source-unknown'
  | 'source-disabled'
  | 'source-exists'
  | 'source-changed'
  | 'run-unknown'
  | 'run-already-running'
  | 'run-not-running'
  | 'run-cancelled'
  | 'batch-unknown'
  | 'nothing-to-rerun'
  | 'nothing-to-confirm'
  | 'job-unknown'
  | 'text-search-off'
  | 'query-too-broad'
  | 'idempotency-key-reused'
  | 'idempotency-key-in-use'
  | 'service-unavailable'
  | 'mongodb-unavailable'
  | 'redis-unavailable'
  | 'database-newer'
  | 'migration-failed'
  // reading a feed
  | 'feed-address-refused'
  | 'feed-url-invalid'
  | 'feed-redirect-refused'
  | 'feed-unauthorized'
  | 'feed-not-found'
  | 'feed-gone'
  | 'feed-rate-limited'
  | 'feed-http-error'
  | 'feed-unreachable'
  | 'feed-timeout'
  | 'feed-too-slow'
  | 'feed-too-large'
  | 'feed-too-many-records'
  | 'feed-over-budget'
  | 'feed-crashed-worker'
  | 'feed-encoding-invalid'
  | 'feed-empty'
  | 'feed-not-xml'
  | 'feed-truncated'
  | 'feed-mapping-invalid'
  | 'fetch-failed'
  // one record
  | 'record-malformed'
  | 'record-too-large'
  | 'record-over-budget'
  | 'title-missing'
  | 'identity-missing'
  | 'record-invalid'
  | 'write-rejected'
  // one batch or run
  | 'batch-timeout'
  | 'batch-payload-invalid'
  | 'batch-failed'
  | 'batch-lost'
  | 'database-error'
  | 'run-lost'
  | 'alert-not-sent'
  | 'counters-disagree'
  | 'internal';

/**
 * Failures that another try cannot mend: retrying them only delays the outcome. This set is the one
 * place that decides it; a worker turns such an error into BullMQ's UnrecoverableError (`processors/guard.ts`).
 */
const PERMANENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'feed-address-refused',
  'feed-url-invalid',
  'feed-redirect-refused',
  'feed-unauthorized',
  'feed-not-found',
  'feed-gone',
  // Each try would hold a slot for a minute or more: the next import is the retry.
  'feed-too-slow',
  'feed-too-large',
  'feed-too-many-records',
  'feed-over-budget',
  'feed-crashed-worker',
  'feed-encoding-invalid',
  'feed-empty',
  'feed-not-xml',
  'feed-mapping-invalid',
  'source-unknown',
  'run-unknown',
  'run-cancelled',
  'batch-payload-invalid',
  'batch-failed',
]);

export interface ErrorDetails {
  /** Facts a person needs to act on it: ids, the value received, the limit. Never secrets. */
  [name: string]: string | number | boolean | null | undefined | string[];
}

/** A failure with a name. `message` says what was wrong, what was expected and, where known, what to do. */
export class FeedflowError extends Error {
  override readonly name = 'FeedflowError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(withoutControls(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  get permanent(): boolean {
    return PERMANENT.has(this.code);
  }
}

/** The code of any thrown value: its own where it has one of ours, else 'internal'. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof FeedflowError ? error.code : 'internal';
}

/** The message of any thrown value, at most `maxLength` characters, without control characters. */
export function errorMessage(error: unknown, maxLength = 1000): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return shortened(withoutControls(text), maxLength);
}

/** A text of at most `maxLength` characters; one that is longer ends in an ellipsis. */
export function shortened(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

/** Control characters but for tabs and line ends, those of C1 included: terminals take some of them for commands. */
const CONTROLS = /[^\P{Cc}\t\n\r]/gu;

/** A text that may come from a feed, fit to be stored, logged and printed: each control character becomes U+FFFD. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '\ufffd');
}
