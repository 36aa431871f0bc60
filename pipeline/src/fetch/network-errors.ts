import { FeedflowError } from '@feedflow/shared/errors';
import { errors } from 'undici';

/**
 * Gives an error of the network or the HTTP client a code; a FeedflowError is returned as it is.
 *
 * @param url without credentials
 */
export function toFeedError(error: unknown, url: string): FeedflowError {
  const known = findFeedflowError(error);
  if (known) return known;
  const message = describe(error);
  if (
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError ||
    codeOf(error) === 'ETIMEDOUT'
  ) {
    return new FeedflowError('feed-timeout', `${url} did not respond in time: ${message}`, {
      details: { url },
      cause: error,
    });
  }
  return new FeedflowError('feed-unreachable', `${url} cannot be read: ${message}`, {
    details: { url },
    cause: error,
  });
}

function findFeedflowError(error: unknown): FeedflowError | null {
  if (error instanceof FeedflowError) return error;
  if (error instanceof AggregateError)
    return error.errors.map(findFeedflowError).find((found) => found !== null) ?? null;
  return error instanceof Error && error.cause !== undefined ? findFeedflowError(error.cause) : null;
}

function codeOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors[0]);
  const tls = describeTls(error);
  if (tls !== null) return tls;
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  return code && !message.includes(code) ? `${message} (${code})` : message;
}

/** OpenSSL's messages have addresses and its source files in them; only their reason is for people. */
function describeTls(error: unknown): string | null {
  const code = codeOf(error);
  if (!code?.startsWith('ERR_SSL_') || !(error instanceof Error)) return null;
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return 'the server does not use TLS at this port; the URL may have to begin with http://';
  return `TLS failed: ${String(Reflect.get(error, 'reason') ?? code)}`;
}
