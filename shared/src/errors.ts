interface ErrorTraits {
  /** The HTTP status of the API's response. With 500, the code stays in the log and the response is `internal`. */
  status: number;
  /** Whether a worker retries a step that failed with it, and whether a client may. */
  retry: boolean;
  /** One sentence for docs/errors.md. */
  meaning: string;
}

/**
 * Every failure Feedflow names: the dashboard, the API and `import_logs` show these codes. A worker turns an error
 * that is not to be retried into BullMQ's UnrecoverableError (`processors/guard.ts`).
 */
export const errorCatalog = {
  // a process or a request
  'settings-invalid': {
    status: 500,
    retry: false,
    meaning: 'A setting is missing or has a value that is not allowed; the process does not start.',
  },
  'sources-invalid': {
    status: 400,
    retry: false,
    meaning: 'A source has a schedule, time zone or other value that is not allowed.',
  },
  'request-invalid': {
    status: 400,
    retry: false,
    meaning: 'A parameter, the query, a header or the body is not as the API describes it.',
  },
  unauthorized: { status: 401, retry: false, meaning: 'The request has no token, or one that is wrong.' },
  forbidden: { status: 403, retry: false, meaning: 'The token may read, and the request is a command.' },
  'session-ended': { status: 401, retry: false, meaning: 'The session of the dashboard was logged out.' },
  'host-unknown': {
    status: 421,
    retry: false,
    meaning: 'The request names a host that an API without a token does not serve.',
  },
  'origin-refused': {
    status: 403,
    retry: false,
    meaning: 'A web page of another origin sent the request to an API without a token.',
  },
  'too-many-requests': { status: 429, retry: true, meaning: 'The client has reached its rate limit.' },
  'method-not-allowed': { status: 405, retry: false, meaning: 'The path exists, but not with this method.' },
  'payload-too-large': { status: 413, retry: false, meaning: 'The body is larger than 1 MB.' },
  'media-type-unsupported': {
    status: 415,
    retry: false,
    meaning: 'The body is not JSON, or its encoding is unknown.',
  },
  'too-many-clients': {
    status: 503,
    retry: true,
    meaning: 'The API has as many event streams, previews or exports of jobs open as it allows.',
  },
  'not-found': { status: 404, retry: false, meaning: 'There is nothing at this path.' },
  'source-unknown': { status: 404, retry: false, meaning: 'There is no source with this name or URL.' },
  'source-disabled': { status: 409, retry: false, meaning: 'The source is disabled.' },
  'source-exists': { status: 409, retry: false, meaning: 'Another source has the same name or URL.' },
  'source-changed': {
    status: 409,
    retry: false,
    meaning: 'Somebody else changed the source at the same time: read it again.',
  },
  'run-unknown': { status: 404, retry: false, meaning: 'There is no run with this id.' },
  'run-already-running': { status: 409, retry: true, meaning: 'The source is being imported.' },
  'run-not-running': { status: 409, retry: false, meaning: 'The run has ended, so it cannot be cancelled.' },
  'run-cancelled': { status: 500, retry: false, meaning: 'The run was cancelled.' },
  'batch-unknown': {
    status: 404,
    retry: false,
    meaning: 'The run has no batch with this index, or not in this attempt.',
  },
  'nothing-to-rerun': {
    status: 422,
    retry: false,
    meaning: 'The run has no failed batch whose jobs are kept.',
  },
  'run-outdated': {
    status: 409,
    retry: false,
    meaning:
      'The keys of the jobs of the source have changed since the run read its feed: start a new import.',
  },
  'nothing-to-confirm': {
    status: 422,
    retry: false,
    meaning: 'The run held back no jobs, or a later run has decided about them.',
  },
  'cursor-expired': {
    status: 410,
    retry: false,
    meaning: 'A cursor of the changes is older than the changes that are kept: read from the beginning.',
  },
  'job-unknown': { status: 404, retry: false, meaning: 'There is no job with this dedupeKey.' },
  'acknowledgement-unknown': {
    status: 404,
    retry: false,
    meaning: 'The attention item is neither acknowledged nor snoozed.',
  },
  'text-search-off': { status: 422, retry: false, meaning: 'The text index of the jobs is missing.' },
  'query-too-broad': { status: 422, retry: false, meaning: 'The query would read too much: narrow it.' },
  'idempotency-key-reused': {
    status: 422,
    retry: false,
    meaning: 'The Idempotency-Key belongs to an earlier, different request.',
  },
  'idempotency-key-in-use': {
    status: 409,
    retry: true,
    meaning: 'The first request with this Idempotency-Key has not ended yet.',
  },
  'service-unavailable': {
    status: 503,
    retry: true,
    meaning: 'MongoDB or Redis does not respond, or no worker does.',
  },
  'mongodb-unavailable': { status: 500, retry: true, meaning: 'MongoDB does not respond.' },
  'redis-unavailable': { status: 500, retry: true, meaning: 'Redis does not respond, or accepts no writes.' },
  'database-newer': {
    status: 500,
    retry: false,
    meaning: 'A newer version of Feedflow has migrated the database.',
  },
  'migration-failed': { status: 500, retry: false, meaning: 'A migration of the database failed.' },
  // reading a feed
  'feed-address-refused': {
    status: 422,
    retry: false,
    meaning: 'The URL leads to an address that is not public.',
  },
  'feed-url-invalid': {
    status: 422,
    retry: false,
    meaning: 'The URL, or the target of a redirect, is not an http or https URL.',
  },
  'feed-redirect-refused': {
    status: 422,
    retry: false,
    meaning:
      'The server redirects too often, in a circle, from https to http, or for a further page to another server.',
  },
  'feed-unauthorized': { status: 422, retry: false, meaning: 'The server responded with 401 or 403.' },
  'feed-not-found': { status: 422, retry: false, meaning: 'The server responded with 404.' },
  'feed-gone': {
    status: 422,
    retry: false,
    meaning: 'The server responded with 410: the feed is gone for good.',
  },
  'feed-rate-limited': { status: 422, retry: true, meaning: 'The server responded with 429.' },
  'feed-http-error': {
    status: 422,
    retry: true,
    meaning: 'The server responded with another status that is not a success.',
  },
  'feed-unreachable': {
    status: 422,
    retry: true,
    meaning: 'The server could not be reached, or the connection broke.',
  },
  'feed-timeout': { status: 422, retry: true, meaning: 'The server did not respond in time.' },
  'feed-too-slow': {
    status: 422,
    retry: false,
    meaning: 'The feed arrived too slowly; the next import is the retry.',
  },
  'feed-too-large': { status: 422, retry: false, meaning: 'The feed has more bytes than FETCH_MAX_BYTES.' },
  'feed-too-many-records': {
    status: 422,
    retry: false,
    meaning: 'The feed has more records than one run may read.',
  },
  'feed-over-budget': { status: 422, retry: false, meaning: 'Reading the feed took too much CPU time.' },
  'feed-crashed-worker': { status: 422, retry: false, meaning: 'The feed ended its reader several times.' },
  'feed-encoding-invalid': {
    status: 422,
    retry: false,
    meaning: 'The compression or the charset of the feed is unknown or damaged.',
  },
  'feed-empty': { status: 422, retry: false, meaning: 'The response has no content.' },
  'feed-not-xml': { status: 422, retry: false, meaning: 'The response is not an XML feed.' },
  'feed-truncated': { status: 422, retry: true, meaning: 'The feed ends before its last element is closed.' },
  'feed-incomplete': {
    status: 422,
    retry: false,
    meaning: 'The feed says that it has more pages, and they could not be read.',
  },
  'feed-mapping-invalid': {
    status: 422,
    retry: false,
    meaning: 'The mapping or the dialect of the source is not valid.',
  },
  'fetch-failed': { status: 422, retry: true, meaning: 'Reading the feed failed for another reason.' },
  // one record
  'record-malformed': { status: 500, retry: false, meaning: 'The XML of the record cannot be read.' },
  'record-too-large': { status: 500, retry: false, meaning: 'The record is larger than a record may be.' },
  'record-over-budget': { status: 500, retry: false, meaning: 'Parsing the record took too much CPU time.' },
  'title-missing': { status: 500, retry: false, meaning: 'The record has no title.' },
  'identity-missing': { status: 500, retry: false, meaning: 'The record has neither an id nor a link.' },
  'record-invalid': { status: 500, retry: false, meaning: 'The job made from the record is not valid.' },
  'write-rejected': {
    status: 500,
    retry: false,
    meaning: 'MongoDB refused the job; a re-run can write it again.',
  },
  // a batch or a run
  'batch-timeout': { status: 500, retry: true, meaning: 'The batch took longer than BATCH_TIMEOUT_MS.' },
  'batch-payload-invalid': {
    status: 500,
    retry: false,
    meaning: 'The data of the batch in Redis is not valid.',
  },
  'batch-failed': {
    status: 500,
    retry: false,
    meaning: 'The batch failed after its last attempt; a re-run can write it again.',
  },
  'batch-lost': { status: 500, retry: true, meaning: 'The batch never reached a worker.' },
  'database-error': { status: 500, retry: true, meaning: 'MongoDB reported an error.' },
  'run-lost': {
    status: 500,
    retry: true,
    meaning: 'The steps of the run are missing from Redis, and it could not be rescued.',
  },
  'alert-not-sent': { status: 500, retry: true, meaning: 'An alert could not be delivered.' },
  'counters-disagree': {
    status: 500,
    retry: true,
    meaning: 'The counters do not add up to the records that were read.',
  },
  internal: { status: 500, retry: true, meaning: 'An unexpected error; the log has it.' },
} as const satisfies Record<string, ErrorTraits>;

export type ErrorCode = keyof typeof errorCatalog;

/** What is known about a code, which may come from another version of Feedflow. */
export function errorTraits(code: string): Pick<ErrorTraits, 'status' | 'retry'> {
  return Object.hasOwn(errorCatalog, code) ? errorCatalog[code as ErrorCode] : errorCatalog.internal;
}

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

  /** Whether a retry cannot help. */
  get permanent(): boolean {
    return !errorTraits(this.code).retry;
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

/**
 * A text of at most `maxLength` characters; one that is longer ends in an ellipsis, and half of a surrogate pair
 * becomes U+FFFD.
 */
export function shortened(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 1).toWellFormed()}…` : text;
}

/** Control characters but for tabs and line ends, those of C1 included: terminals take some of them for commands. */
const CONTROLS = /[^\P{Cc}\t\n\r]/gu;

/** A text that may come from a feed, fit to be stored, logged and printed: each control character becomes U+FFFD. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '\ufffd');
}
